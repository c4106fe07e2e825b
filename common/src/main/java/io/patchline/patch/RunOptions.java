package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * How a patch wants to be carried out. The upper bounds are the ingest service's configuration; these are what holds everywhere.
 *
 * @param timeout how long each command of the patch may run: more than zero
 * @param retries how often a failed attempt is tried again within one run: 0 or more
 * @param idempotent whether it is safe to run the patch again after it may have half happened
 * @param dryRun whether only to say what would change
 * @param network whether commands may use the network; absent: as the executor is configured
 * @param onFailure what happens to the files and the lane of a patch that fails
 */
public record RunOptions(
        Duration timeout,
        int retries,
        boolean idempotent,
        boolean dryRun,
        Optional<Boolean> network,
        OnFailure onFailure) {

    public RunOptions {
        Text.require(timeout.isPositive(), "timeout", "must be longer than zero");
        Text.require(retries >= 0, "retries", "must be 0 or more");
    }

    /** The same, but only to say what would change. */
    public RunOptions dry() {
        return new RunOptions(timeout, retries, idempotent, true, network, onFailure);
    }

    /** The same, to be really carried out. */
    public RunOptions wet() {
        return new RunOptions(timeout, retries, idempotent, false, network, onFailure);
    }

    /** What happens when a step of the patch fails: to the files that it has changed, and to its lane. */
    public enum OnFailure {
        @JsonProperty("rollback")
        ROLL_BACK,
        @JsonProperty("keep")
        KEEP,
        /** Rolled back, and later patches of the lane are set aside. */
        @JsonProperty("hold")
        HOLD,
    }
}
