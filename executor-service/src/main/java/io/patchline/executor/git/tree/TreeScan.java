package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.program.FindProgram;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Looks a tree through for what git passes over: it walks by names and kinds alone, which costs a fraction of what asking for each file does. */
final class TreeScan {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Where so many files are another user's, there may be more than {@code find} told. */
    private static final int MANY = 20_000;

    private static final List<String> BUT_FOR_GIT = List.of("-mindepth", "1", "-path", "./.git", "-prune", "-o");
    private static final List<String> ODD = List.of(
            "(", "-name", ".git", "-o", "-type", "d", "!", "-perm", "-700", "-o", "!", "-type", "f", "!", "-type", "d",
            "!", "-type", "l", ")", "-printf", "o%P\\0");

    private TreeScan() {}

    /**
     * What one walk finds.
     *
     * @param odd what a clean tree cannot have
     * @param others what belongs to another user, if that was asked
     */
    record Found(List<byte[]> odd, List<byte[]> others) {
        static final Found NOTHING = new Found(List.of(), List.of());
    }

    /**
     * Paths in the tree, relative to it, of what a clean tree cannot have: repositories (their {@code .git}), special files, and directories that their owner has locked himself
     * out of. The tree's own {@code .git} is none of these.
     */
    static List<byte[]> odd(Path tree) throws IOException, InterruptedException {
        return found(tree, OptionalInt.empty()).odd();
    }

    /** Gives to the owner what is not theirs: of 50,000 files, only those that were written since. */
    static void give(Path tree, TreeOwner owner, Found first) throws IOException, InterruptedException {
        Path real = tree.toRealPath();
        Found found = first;
        while (!found.others().isEmpty()) {
            for (byte[] name : found.others()) {
                Path file = tree.resolve(new String(name, UTF_8));
                if (!Arrays.equals(name, tree.relativize(file).toString().getBytes(UTF_8))) {
                    owner.ownAll(tree); // It has a name that is no text.
                    return;
                }
                // Commands of the same user may have moved a directory away since it was listed, and a link into its
                // place.
                if (!file.resolveSibling(".").toRealPath().startsWith(real)) {
                    throw new IOException(
                            file + " leads out of the working tree: it was moved while its owner was set");
                }
                owner.own(file);
            }
            found = found.others().size() < MANY ? Found.NOTHING : found(tree, owner.uid());
        }
    }

    /** What a clean tree cannot have, and what belongs to somebody else than this user. */
    static Found found(Path tree, OptionalInt uid) throws IOException, InterruptedException {
        List<String> expression = new ArrayList<>(BUT_FOR_GIT);
        if (uid.isEmpty()) {
            expression.addAll(ODD);
        } else {
            expression.add("(");
            expression.addAll(ODD);
            expression.addAll(List.of(",", "!", "-uid", Integer.toString(uid.getAsInt()), "-printf", "u%P\\0", ")"));
        }
        List<byte[]> odd = new ArrayList<>();
        List<byte[]> others = new ArrayList<>();
        for (byte[] line : FindProgram.find(tree, expression, Deadline.after(LONGEST, new Cancellation()))) {
            boolean isOthers = line[0] == 'u';
            // What find says by itself, of a tree that cannot be read, has no letter.
            (isOthers ? others : odd).add(line[0] == 'o' || isOthers ? Arrays.copyOfRange(line, 1, line.length) : line);
        }
        return new Found(odd, others);
    }
}
