package io.patchline.executor.git.program;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.StepEndedException;
import java.util.Optional;

/**
 * A program that works in a place on the executor's own disk was ended before it was done: because its run is cancelled, or because it took too long. The place's tree is not to be relied on then.
 * Unchecked, as {@link StepEndedException} is: whoever has begun the run makes an outcome of it.
 */
public final class GitEndedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Optional<Cancellation.Reason> reason;

    /** @param what the program, for a person to read */
    public GitEndedException(String what, StepEndedException ended) {
        super(
                ended.reason()
                        .map(why -> what + " was ended: cancelled")
                        .orElse(what + " took longer than " + ended.timeout().toSeconds()
                                + " s on the executor's own disk"),
                null,
                false,
                false);
        this.reason = ended.reason();
    }

    /** Why its run is cancelled; empty if it took too long. */
    public Optional<Cancellation.Reason> reason() {
        return reason;
    }
}
