package io.patchline.executor.ledger;

/** The ledger's answer to whoever wants to carry a run out. */
public sealed interface Claim {

    /** Nobody is on it or has finished it: it is the caller's, until the claimed run is closed. */
    record Granted(ClaimedRun run) implements Claim {}

    /**
     * It is over.
     *
     * @param reported whether the broker has confirmed that it has the report
     */
    record Finished(RunRecord run, boolean reported) implements Claim {}

    /** The id is known with other content: this content must not run under it. */
    record Conflict(String knownFingerprint) implements Claim {}
}
