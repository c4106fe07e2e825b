package io.patchline.outcome;

/**
 * What a report left out so that it fits its {@linkplain OutcomeLimit limit}. The ledger's files have the full output of commands.
 *
 * @param commands how many commands, the earliest, are not in it
 * @param outputBytes how much output of commands is not in it that would be otherwise, in bytes of UTF-8
 * @param files how many changed files, the last by their paths, are not in it
 * @param diffCharacters how much of the diff, its end, is not in it
 * @param problems how many problems, the last, are not in the outcome
 */
public record Omitted(int commands, long outputBytes, int files, long diffCharacters, int problems) {
    /** Nothing at all. */
    public static final Omitted NOTHING = new Omitted(0, 0, 0, 0, 0);

    public Omitted {
        if (commands < 0 || outputBytes < 0 || files < 0 || diffCharacters < 0 || problems < 0) {
            throw new IllegalArgumentException("what is left out is 0 or more");
        }
    }

    Omitted plus(Omitted other) {
        return new Omitted(
                commands + other.commands,
                outputBytes + other.outputBytes,
                files + other.files,
                diffCharacters + other.diffCharacters,
                problems + other.problems);
    }
}
