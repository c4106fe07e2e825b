package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.GitResult;
import io.patchline.executor.git.program.Output;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a change to another place of the history, three-way. Not for several threads at once.
 *
 * <p>{@code git merge-tree} finds the common ancestor by itself (one can only be named from git 2.40 on); so the change is given as a commit whose parent that ancestor is.
 */
public final class ThreeWay {
    private static final Map<String, String> NOBODY = Map.of(
            "GIT_AUTHOR_NAME", "nobody",
            "GIT_AUTHOR_EMAIL", "",
            "GIT_AUTHOR_DATE", "@0 +0000",
            "GIT_COMMITTER_NAME", "nobody",
            "GIT_COMMITTER_EMAIL", "",
            "GIT_COMMITTER_DATE", "@0 +0000");

    private static final int MOST_HUNKS = 6_000;

    /** All of them would be too many for the arguments of a program, too. */
    private static final int MOST_PATHS = 20;

    private final OwnRepository repository;

    public ThreeWay(OwnRepository repository) {
        this.repository = repository;
    }

    /** What came of it. */
    public sealed interface Result {
        /** The tree with the change. */
        record Clean(String tree) implements Result {}

        /**
         * Others changed the same places.
         *
         * @param paths of the files, the first of many
         * @param more how many more there are
         * @param hunks these places, with both changes between git's marks
         */
        record Conflict(List<String> paths, int more, String hunks) implements Result {
            public Conflict {
                paths = List.copyOf(paths);
            }

            /** The paths for people, and that there are more. */
            public List<String> shown() {
                List<String> shown = new ArrayList<>(paths);
                if (more > 0) {
                    shown.add("and " + more + " more files");
                }
                return shown;
            }
        }
    }

    /** What the commit, which has a parent, changed, on this tip. */
    public Result moved(String commit, String tip) throws IOException, InterruptedException {
        String parent = repository
                .parentOf(commit)
                .orElseThrow(() -> new IllegalArgumentException("nothing was changed by " + commit));
        return repository.isAncestor(parent, tip)
                ? merged(tip, commit)
                : merged(repository.commit(repository.treeOf(tip), parent, new CommitText(NOBODY, "tip")), commit);
    }

    /** All that leads to the other commit, on this tip, which it has a common ancestor with. */
    public Result joined(String other, String tip) throws IOException, InterruptedException {
        return merged(tip, other);
    }

    /** The opposite of what the commit changed, on this tip, which it is an ancestor of; for a merge, of what it brought to its first parent. */
    public Result reverted(String commit, String tip) throws IOException, InterruptedException {
        String before = repository.parentOf(commit).isPresent()
                ? repository.treeOf(commit + "^1")
                : repository
                        .succeed(GitCall.of("hash-object", "-t", "tree", "-w", "--stdin"))
                        .line();
        return merged(tip, repository.commit(before, commit, new CommitText(NOBODY, "undo")));
    }

    private Result merged(String tip, String change) throws IOException, InterruptedException {
        Merged merged = new Merged();
        GitResult merge = repository.run(
                GitCall.of("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", tip, change)
                        .to(Output.pieces(merged)));
        if (merge.code() > 1 || merge.cut() || merged.tree.isEmpty()) {
            throw new GitFailedException("git merge-tree ended with code " + merge.code() + ": " + merge.complaint());
        }
        String tree = merged.tree.get();
        return merge.code() == 0
                ? new Result.Clean(tree)
                : new Result.Conflict(merged.paths, merged.all - merged.paths.size(), hunks(tip, tree, merged.paths));
    }

    /** What git says of a merge: the tree, and the names of the files in which others changed the same places, of which there may be as many as the tree has. */
    private static final class Merged implements Output.Taker {
        private Optional<String> tree = Optional.empty();
        private final List<String> paths = new ArrayList<>();
        private int all;

        @Override
        public boolean takes(byte[] piece) {
            if (tree.isEmpty()) {
                tree = Optional.of(new String(piece, UTF_8));
            } else {
                all++;
                if (paths.size() < MOST_PATHS) {
                    paths.add(GitNames.shown(piece));
                }
            }
            return true;
        }
    }

    private String hunks(String tip, String tree, List<String> paths) throws IOException, InterruptedException {
        GitResult diff = repository.run(
                GitCall.of("diff-tree", "-p", "--no-ext-diff", "--no-textconv", "--no-renames", tip, tree, "--")
                        .and(paths)
                        .atMost(MOST_HUNKS));
        int length = Math.min(diff.out().length, MOST_HUNKS);
        return new String(diff.out(), 0, length, UTF_8);
    }
}
