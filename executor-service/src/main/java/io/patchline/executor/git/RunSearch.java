package io.patchline.executor.git;

import io.patchline.executor.git.remote.RunTrailers;
import io.patchline.executor.git.tree.History;
import io.patchline.message.PatchMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for what a run did among the commits since its patch was accepted. Reads no further than a number of older commits in a row, so that it costs the same however long the
 * history is: the time of a commit is what the clock of its maker says, and one made elsewhere may be older than what it follows.
 */
final class RunSearch {
    /** By how much the clocks of those who accept patches, carry them out and push by hand may differ. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private static final int OLDER_IN_A_ROW = 200;
    private static final int FIRST_LOOK = 512;

    private final History history;

    RunSearch(History history) {
        this.history = history;
    }

    /**
     * What was found.
     *
     * @param commits of the run, the oldest first: at least one
     * @param run its number
     */
    record Found(List<String> commits, int run) {
        Found {
            commits = List.copyOf(commits);
        }

        String last() {
            return commits.getLast();
        }
    }

    /** What this run of the patch, or any of its runs, did on the branch: of several the last. */
    Optional<Found> on(String tip, PatchMessage message, boolean anyRun) throws IOException, InterruptedException {
        return found(since(tip, message.acceptedAt(), RunTrailers.RUN), message, anyRun);
    }

    /** The commits that lead to this one and may have been made since that time, the newest first, with these trailers. */
    List<History.Entry> since(String tip, Instant time, String... trailers) throws IOException, InterruptedException {
        long since = time.minus(CLOCKS).getEpochSecond();
        for (int look = FIRST_LOOK; ; look *= 4) {
            List<History.Entry> entries = history.before(tip, look, trailers);
            if (entries.size() < look || goesBackTo(since, entries)) {
                return entries;
            }
        }
    }

    private static boolean goesBackTo(long since, List<History.Entry> entries) {
        int older = 0;
        for (History.Entry entry : entries) {
            older = entry.committedAt() < since ? older + 1 : 0;
            if (older == OLDER_IN_A_ROW) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Found> found(List<History.Entry> newestFirst, PatchMessage message, boolean anyRun) {
        List<String> commits = new ArrayList<>();
        int run = 0;
        for (History.Entry entry : newestFirst) {
            int number = RunTrailers.numberOf(entry.trailer(), message.patch().id());
            boolean asked = number == message.run() || (anyRun && number > 0);
            if (asked && (run == 0 || run == number)) {
                run = number;
                commits.addFirst(entry.commit());
            }
        }
        return commits.isEmpty() ? Optional.empty() : Optional.of(new Found(commits, run));
    }
}
