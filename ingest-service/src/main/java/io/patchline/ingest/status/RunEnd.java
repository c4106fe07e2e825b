package io.patchline.ingest.status;

import io.patchline.event.PatchEvent;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * How the last run that is over ended, in short; the whole outcome is in the log.
 *
 * @param code the reason, unless it succeeded
 * @param summary one line, unless it succeeded: at most {@value #SUMMARY} characters of it
 * @param offset where in the log the outcome is
 */
public record RunEnd(Optional<ErrorCode> code, Optional<String> summary, Instant finishedAt, long offset) {
    static final int SUMMARY = 300;

    public static RunEnd of(PatchEvent.Finished finished, Instant time, long offset) {
        Optional<Outcome.Unsuccessful> reason = finished.outcome() instanceof Outcome.Unsuccessful unsuccessful
                ? Optional.of(unsuccessful)
                : Optional.empty();
        return new RunEnd(
                reason.map(Outcome.Unsuccessful::code),
                reason.map(Outcome.Unsuccessful::summary).map(text -> ErrorExcerpt.of(text, SUMMARY)),
                time,
                offset);
    }
}
