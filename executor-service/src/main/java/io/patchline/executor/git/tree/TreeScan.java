package io.patchline.executor.git.tree;

import io.patchline.executor.git.program.FindProgram;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Looks a tree through for what git passes over: it walks by names and kinds alone, which costs a fraction of what asking for each file does. */
final class TreeScan {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private TreeScan() {}

    /**
     * Paths in the tree, relative to it, of what a clean tree cannot have: repositories (their {@code .git}), special files, and directories that their owner has locked himself
     * out of. The tree's own {@code .git} is none of these.
     */
    static List<byte[]> odd(Path tree) throws IOException, InterruptedException {
        return FindProgram.find(
                tree,
                List.of(
                        "-mindepth",
                        "1",
                        "-path",
                        "./.git",
                        "-prune",
                        "-o",
                        "(",
                        "-name",
                        ".git",
                        "-o",
                        "-type",
                        "d",
                        "!",
                        "-perm",
                        "-700",
                        "-o",
                        "!",
                        "-type",
                        "f",
                        "!",
                        "-type",
                        "d",
                        "!",
                        "-type",
                        "l",
                        ")",
                        "-printf",
                        "%P\\0"),
                Deadline.after(LONGEST, new Cancellation()));
    }
}
