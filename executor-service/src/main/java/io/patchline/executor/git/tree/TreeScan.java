package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.program.FindProgram;
import io.patchline.executor.process.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Looks a tree through for what git passes over: it walks by names and kinds alone, which costs a fraction of what asking for each file does. */
final class TreeScan {
    /** Where so many files are another user's, there may be more than {@code find} told. */
    private static final int MANY = 20_000;

    private static final Set<String> READ_BY_GIT = Set.of(".gitignore", ".gitattributes", ".gitmodules");

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

        /** Whether git, which reads some files of a tree by itself, would wait at one of them for ever: a pipe that nobody writes to. */
        boolean keepsGitWaiting() {
            return !waitedFor().isEmpty();
        }

        List<String> waitedFor() {
            return odd.stream()
                    .map(GitNames::shown)
                    .filter(name -> READ_BY_GIT.contains(lastOf(name)))
                    .toList();
        }

        private static String lastOf(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /**
     * Paths in the tree, relative to it, of what a clean tree cannot have: repositories (their {@code .git}), special files, and directories that their owner has locked himself
     * out of. The tree's own {@code .git} is none of these.
     */
    static Found odd(Path tree, Deadline deadline) throws IOException, InterruptedException {
        return found(tree, OptionalInt.empty(), deadline);
    }

    /** Gives to the owner what is not theirs: of 50,000 files, only those that were written since. */
    static void give(Path tree, TreeOwner owner, Found first, Deadline deadline)
            throws IOException, InterruptedException {
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
            found = found.others().size() < MANY ? Found.NOTHING : found(tree, owner.uid(), deadline);
        }
    }

    /** What a clean tree cannot have, and what belongs to somebody else than this user. */
    static Found found(Path tree, OptionalInt uid, Deadline deadline) throws IOException, InterruptedException {
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
        for (byte[] line : FindProgram.find(tree, expression, deadline)) {
            boolean isOthers = line[0] == 'u';
            // What find says by itself, of a tree that cannot be read, has no letter.
            (isOthers ? others : odd).add(line[0] == 'o' || isOthers ? Arrays.copyOfRange(line, 1, line.length) : line);
        }
        return new Found(odd, others);
    }
}
