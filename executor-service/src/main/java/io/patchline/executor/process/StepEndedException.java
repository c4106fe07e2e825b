package io.patchline.executor.process;

import java.time.Duration;
import java.util.Optional;

/**
 * A step is ended before it was done: by its {@link Deadline}. An exception, because it ends loops many calls deep; whoever began the step makes an outcome of it.
 */
public final class StepEndedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Optional<Cancellation.Reason> reason;
    private final Duration timeout;

    StepEndedException(Optional<Cancellation.Reason> reason, Duration timeout) {
        super(reason.map(why -> "cancelled: " + why).orElse("longer than " + timeout), null, false, false);
        this.reason = reason;
        this.timeout = timeout;
    }

    /** How long the step could have taken. */
    public Duration timeout() {
        return timeout;
    }

    /** Why it was cancelled; empty if its time was over. */
    public Optional<Cancellation.Reason> reason() {
        return reason;
    }
}
