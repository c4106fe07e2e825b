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
 * @param dryRun whether only to tell what would change
 * @param network whether commands may use the network; absent: as the executor is configured
 * @param onFailure what happens to the files changed by a patch that fails later on
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

    /** What happens to the files that a patch changed when a later step of it fails. */
    public enum OnFailure {
        @JsonProperty("rollback")
        ROLL_BACK,
        @JsonProperty("keep")
        KEEP,
    }
}
