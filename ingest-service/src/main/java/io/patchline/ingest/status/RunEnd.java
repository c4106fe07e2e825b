package io.patchline.ingest.status;

import io.patchline.event.PatchEvent;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the last run that is over ended, in short; the whole outcome is in the log.
 *
 * @param code the reason, unless it succeeded
 * @param summary one line, unless it succeeded: at most {@value #SUMMARY} characters of it
 * @param offset where in the log the outcome is
 * @param git what became of it in the repository, without what its commits say
 * @param reviewUntil when it is rejected if nobody has judged it; absent where it does not wait for a review
 */
public record RunEnd(
        Optional<ErrorCode> code,
        Optional<String> summary,
        Instant finishedAt,
        long offset,
        Optional<GitReport> git,
        Optional<Instant> reviewUntil) {
    private static final int GIT_BYTES = 700;
    private static final int COMMIT_BYTES = 110;

    static final int SUMMARY = 300;

    public static RunEnd of(PatchEvent.Finished finished, Instant time, long offset) {
        Optional<Outcome.Unsuccessful> reason = finished.outcome() instanceof Outcome.Unsuccessful unsuccessful
                ? Optional.of(unsuccessful)
                : Optional.empty();
        return new RunEnd(
                reason.map(Outcome.Unsuccessful::code),
                reason.map(Outcome.Unsuccessful::summary)
                        .or(() -> waits(finished.outcome()))
                        .map(text -> ErrorExcerpt.of(text, SUMMARY)),
                time,
                offset,
                finished.outcome().report().git().map(git -> git.with(List.of())),
                finished.outcome() instanceof Outcome.AwaitingReview awaiting
                        ? Optional.of(awaiting.until())
                        : Optional.empty());
    }

    private static Optional<String> waits(Outcome outcome) {
        return outcome instanceof Outcome.AwaitingReview awaiting ? Optional.of(awaiting.summary()) : Optional.empty();
    }

    /** About what it takes on the heap besides a story, in bytes. */
    int heapBytes() {
        return summary.map(ErrorExcerpt::bytes).orElse(0)
                + git.map(report -> GIT_BYTES + COMMIT_BYTES * report.commits().size())
                        .orElse(0);
    }
}
