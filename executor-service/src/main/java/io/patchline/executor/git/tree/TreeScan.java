package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.program.FindProgram;
import io.patchline.executor.git.program.GitResult;
import io.patchline.executor.git.program.NameList;
import io.patchline.executor.git.program.Output;
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
    private static final Set<String> READ_BY_GIT = Set.of(".gitignore", ".gitattributes", ".gitmodules");

    private static final List<String> BUT_FOR_GIT = List.of("-mindepth", "1", "-path", "./.git", "-prune", "-o");
    private static final List<String> ODD = List.of(
            "(", "-name", ".git", "-o", "-type", "d", "!", "-perm", "-700", "-o", "!", "-type", "f", "!", "-type", "d",
            "!", "-type", "l", ")", "-printf", "o%P\\0");

    private TreeScan() {}

    /**
     * What one walk finds.
     *
     * @param odd what a clean tree cannot have; of more than is looked at, the first
     * @param whole whether these are all of them
     * @param others what belongs to another user, if that was asked
     * @param allOthers whether these are all of them
     */
    record Found(List<byte[]> odd, boolean whole, List<byte[]> others, boolean allOthers) {
        static final Found NOTHING = new Found(List.of(), true, List.of(), true);

        /** Whether git, which reads some files of a tree by itself, would wait at one of them for ever, or may: a pipe that nobody writes to. */
        boolean mayKeepGitWaiting() {
            return !whole || !waitedFor().isEmpty();
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
                deadline.check();
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
            found = found.allOthers() ? Found.NOTHING : found(tree, owner.uid(), deadline);
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
        NameList odd = new NameList(NameList.MOST_FILES);
        NameList others = new NameList(NameList.MOST_FILES);
        GitResult result =
                FindProgram.find(tree, expression, Output.pieces(line -> sorted(line, odd, others)), deadline);
        if (result.code() != 0
                && !result.cut()
                && odd.names().isEmpty()
                && others.names().isEmpty()) {
            boolean unused = odd.takes(new byte[] {'.'}); // The tree itself cannot be read.
        }
        // By 1 it tells of a directory that it could not read.
        boolean whole = !result.cut() && result.code() <= 1;
        return new Found(odd.names(), whole, others.names(), whole && !others.isFull());
    }

    /** Returns whether there is room: of what another user has there is more to come, but the rest must be known. */
    private static boolean sorted(byte[] line, NameList odd, NameList others) {
        byte[] name = Arrays.copyOfRange(line, 1, line.length);
        if (line[0] == 'u') {
            boolean unused = others.takes(name);
            return true;
        }
        return odd.takes(name);
    }
}
