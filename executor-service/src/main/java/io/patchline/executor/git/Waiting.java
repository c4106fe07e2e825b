package io.patchline.executor.git;

import io.patchline.executor.git.remote.RunTrailers;
import io.patchline.executor.git.tree.History;
import io.patchline.outcome.GitReport;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What waits on the branch of a review: what leads to its head and is not on the workspace's branch. Runs made it, or people pushed it. */
final class Waiting {
    /** People may have brought a whole history with them. */
    private static final int MOST_READ = 10_000;

    private final PatchId patch;
    private final String head;
    private final List<History.Entry> all;

    /** From the head by first parents, the oldest first. */
    private final List<History.Entry> line;

    private Waiting(PatchId patch, String head, List<History.Entry> all) {
        this.patch = patch;
        this.head = head;
        this.all = all;
        this.line = line(head, all);
    }

    static Waiting of(History history, PatchId patch, String head, String tip)
            throws IOException, InterruptedException {
        return new Waiting(patch, head, history.between(tip, head, MOST_READ, RunTrailers.RUN));
    }

    private static List<History.Entry> line(String head, List<History.Entry> newestFirst) {
        List<History.Entry> line = new ArrayList<>();
        Optional<String> next = Optional.of(head);
        for (History.Entry entry : newestFirst) {
            if (next.equals(Optional.of(entry.commit()))) {
                line.addFirst(entry);
                next = entry.parent();
            }
        }
        return line;
    }

    /** The last run of the patch that made any of it, whatever people made of that; 0 if none is known to have. */
    int run() {
        return all.stream().mapToInt(this::runOf).max().orElse(0);
    }

    private int runOf(History.Entry entry) {
        return RunTrailers.numberOf(entry.trailer(), patch);
    }

    /** Whether a run made this very commit, and no person since. */
    private boolean isOfRun(History.Entry entry) {
        return runOf(entry) > 0 && entry.committer().equals(CommitMessages.ADDRESS);
    }

    /** Whether a person's work is lost without it: what a run made lies on what was the branch itself. */
    boolean isOfPeople() {
        return !all.isEmpty() && !isOfRun(all.getFirst());
    }

    /** The commits that wait, the oldest first; of too many the last. */
    List<String> commits() {
        List<History.Entry> shown = line;
        if (wasSetBack() && !isOfPeople()) {
            int first = line.size();
            while (isOfRun(line.get(first - 1))) {
                first--;
            }
            shown = line.subList(first, line.size());
        }
        return shown.isEmpty() || shown.size() > GitReport.MOST_COMMITS ? List.of(head) : commits(shown);
    }

    /** Whether it follows commits that were the branch's once, when a run followed them, and are not any more. */
    boolean wasSetBack() {
        boolean other = false;
        for (History.Entry entry : line) {
            if (isOfRun(entry) && other) {
                return true;
            }
            other = other || !isOfRun(entry);
        }
        return false;
    }

    /** Whether it is a line that begins on the branch and brings nothing else with it. */
    boolean isLine() {
        return !line.isEmpty()
                && line.size() == all.size()
                && line.size() <= GitReport.MOST_COMMITS
                && line.getFirst().parent().isPresent()
                && !wasSetBack();
    }

    /** The commits of the line that are no merges, the oldest first. */
    List<String> withoutMerges() {
        return commits(line.stream().filter(entry -> !entry.merge()).toList());
    }

    boolean hasMerges() {
        return line.stream().anyMatch(History.Entry::merge);
    }

    private static List<String> commits(List<History.Entry> entries) {
        return entries.stream().map(History.Entry::commit).toList();
    }
}
