package io.patchline.executor.ledger;

import java.time.Instant;
import java.util.Optional;

/** The ledger's answer to whoever wants to carry a run out. */
public sealed interface Claim {

    /** Nobody is on it or has finished it: it is the caller's, until the claimed run is closed. */
    record Granted(ClaimedRun run) implements Claim {}

    /**
     * It is over.
     *
     * @param reported whether the broker has confirmed that it has the report
     * @param began the attempt that started last; empty if none did
     */
    record Finished(RunRecord run, boolean reported, Optional<Start> began) implements Claim {}

    /** The start of an attempt, as it stands in the claim. */
    record Start(int attempt, Instant at, String executor) {}

    /** The id is known with other content: this content must not run under it. */
    record Conflict(String knownFingerprint) implements Claim {}
}
