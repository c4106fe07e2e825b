package io.patchline.ingest.counts;

import io.patchline.outcome.Outcome;
import java.time.Instant;

/** What happened in one minute or hour. Not safe for use by several threads. */
final class Bucket {
    private long accepted;
    private long replayed;
    private long succeeded;
    private long failed;
    private long timedOut;
    private long refused;
    private long cancelled;
    private long interrupted;
    private long rejected;

    void accept(int run) {
        if (run == 1) {
            accepted++;
        } else {
            replayed++;
        }
    }

    void end(Outcome outcome) {
        switch (outcome) {
            case Outcome.Succeeded any -> succeeded++;
            case Outcome.Failed any -> failed++;
            case Outcome.TimedOut any -> timedOut++;
            case Outcome.Refused any -> refused++;
            case Outcome.Cancelled any -> cancelled++;
            case Outcome.Interrupted any -> interrupted++;
            case Outcome.Rejected any -> rejected++;
            case Outcome.AwaitingReview any -> {} // no end yet
        }
    }

    Count counted(Instant from) {
        return new Count(
                from, accepted, replayed, succeeded, failed, timedOut, refused, cancelled, interrupted, rejected);
    }
}
