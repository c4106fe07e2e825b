package io.patchline.outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A report that never takes more than its share of {@link OutcomeLimit#MOST_BYTES}, in memory neither, however much is added to it.
 *
 * <p>What there is no room for is left out in this order, and counted in {@link Omitted}: changed files behind the first, and the end of the diff, which
 * have {@link #MOST_FILE_BYTES} and {@link #MOST_DIFF_BYTES}, and the ends of what commits say ({@link GitReport#MOST_LOG_BYTES}); then the output of commands, the earliest command's first, and of each its head before its
 * tail, so that the tails of the last commands are what stays longest; then whole commands, the earliest first. Not for several threads at once.
 */
public final class BoundedReport {
    /** What changed files may take, in bytes of JSON: some 600 of them. */
    static final long MOST_FILE_BYTES = 192 << 10;

    /** What the diff may take, in bytes of JSON. */
    static final long MOST_DIFF_BYTES = 192 << 10;

    /** Names, numbers and hashes beside the texts of a command and of a file, in bytes of JSON: generously. */
    private static final long FIXED_COMMAND_BYTES = 256;

    private static final long FIXED_FILE_BYTES = 320;

    /** Output is cut in pieces of this size, so that thousands of short commands do not each cut a little from a long one. */
    private static final long LEAST_CUT_BYTES = 16 << 10;

    private static final int MOST_NOTES = 50;
    private static final int MOST_NOTE_CHARACTERS = 300;

    /** As if all notes were there, and every character of them took six bytes. */
    private static final long MOST_NOTE_BYTES = MOST_NOTES * (6L * MOST_NOTE_CHARACTERS + 4);

    private static final long MOST_BYTES = OutcomeLimit.MOST_BYTES
            - OutcomeLimit.MOST_REASON_BYTES
            - MOST_NOTE_BYTES
            - GitReport.MOST_BYTES
            - (4 << 10);

    private final List<CommandResult> commands = new ArrayList<>();
    private final List<FileChange> files = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final StringBuilder diff = new StringBuilder();
    private Optional<GitReport> git = Optional.empty();
    private Omitted omitted = Omitted.NOTHING;
    private Omitted omittedOfFiles = Omitted.NOTHING;
    private long commandBytes;
    private long fileBytes;
    private long diffBytes;
    private long logBytes;
    /** The commands before this one have no output any more. */
    private int firstWithOutput;

    /** A command that has ended. */
    public void add(CommandResult command) {
        commands.add(command);
        commandBytes += size(command);
        fit();
    }

    /** What a reader must know of how it was done. Of many the first are kept, and of a long one the beginning. */
    public void note(String note) {
        if (notes.size() < MOST_NOTES) {
            notes.add(OutcomeLimit.cut(note, MOST_NOTE_CHARACTERS));
        }
    }

    /** Changes of files, and the part of the diff that shows them. */
    public void add(List<FileChange> changes, Optional<String> changedLines) {
        for (FileChange change : changes) {
            long size = FIXED_FILE_BYTES + JsonSize.of(change.path().value());
            if (fileBytes + size > MOST_FILE_BYTES) {
                omittedOfFiles = omittedOfFiles.plus(new Omitted(0, 0, 1, 0, 0));
            } else {
                files.add(change);
                fileBytes += size;
            }
        }
        changedLines.ifPresent(this::addDiff);
        fit();
    }

    /** The changes of files were undone: they are not part of what was done. */
    public void undoFiles() {
        files.clear();
        diff.setLength(0);
        fileBytes = 0;
        diffBytes = 0;
        omittedOfFiles = Omitted.NOTHING;
    }

    /** What became of it in the repository. */
    public void git(GitReport result) {
        GitReport bounded = result.withinLimit();
        git = Optional.of(bounded);
        logBytes = bounded.logBytes();
        fit();
    }

    /** What was left out elsewhere. */
    public void omit(Omitted more) {
        omitted = omitted.plus(more);
    }

    /** The report as it is by now. */
    public RunReport report(Duration elapsed) {
        Omitted all = omitted.plus(omittedOfFiles);
        return new RunReport(
                elapsed,
                commands,
                files,
                diff.isEmpty() ? Optional.empty() : Optional.of(diff.toString()),
                notes,
                all.equals(Omitted.NOTHING) ? Optional.empty() : Optional.of(all),
                git);
    }

    /** Once a part was cut, what follows it is left out too. */
    private void addDiff(String changedLines) {
        long room = omittedOfFiles.diffCharacters() > 0 ? 0 : MOST_DIFF_BYTES - diffBytes;
        int fitting = JsonSize.fittingBeginning(changedLines, room);
        int end = fitting == changedLines.length() ? fitting : changedLines.lastIndexOf('\n', fitting - 1) + 1;
        diff.append(changedLines, 0, end);
        diffBytes += JsonSize.of(changedLines.substring(0, end));
        omittedOfFiles = omittedOfFiles.plus(new Omitted(0, 0, 0, changedLines.length() - end, 0));
    }

    private void fit() {
        long room = MOST_BYTES - fileBytes - diffBytes - logBytes;
        while (commandBytes > room && firstWithOutput < commands.size()) {
            shortenOutput(commandBytes - room);
        }
        int dropped = 0;
        while (commandBytes > room) {
            commandBytes -= size(commands.get(dropped));
            dropped++;
        }
        commands.subList(0, dropped).clear();
        firstWithOutput = Math.max(0, firstWithOutput - dropped);
        omitted = omitted.plus(new Omitted(dropped, 0, 0, 0, 0));
    }

    private void shortenOutput(long excess) {
        CommandResult command = commands.get(firstWithOutput);
        CapturedOutput output = command.output();
        CapturedOutput kept = output.within(Math.max(0, output.jsonSize() - Math.max(excess, LEAST_CUT_BYTES)));
        CommandResult shortened =
                new CommandResult(command.action(), command.exitCode(), command.signal(), command.elapsed(), kept);
        commands.set(firstWithOutput, shortened);
        commandBytes -= size(command) - size(shortened);
        omitted = omitted.plus(new Omitted(0, output.keptBytes() - kept.keptBytes(), 0, 0, 0));
        if (kept.keptBytes() == 0) {
            firstWithOutput++;
        }
    }

    private static long size(CommandResult command) {
        return FIXED_COMMAND_BYTES + command.output().jsonSize();
    }
}
