package io.patchline.executor.actions;

import io.patchline.executor.process.Cancellation;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.Outcome;
import java.nio.file.Path;
import java.util.Optional;

/** Where the runs of patches are carried out: a directory, or a branch of a repository. Safe for use by several threads. */
public interface RunWorkspace {

    /**
     * Carries a run out.
     *
     * @throws InterruptedException if the executor ends first
     */
    Outcome carryOut(PatchMessage message, AttemptContext attempt) throws InterruptedException;

    /**
     * What a run ends with that may have been begun before; empty if it is to be carried out. What an earlier attempt left half done is undone.
     *
     * @throws InterruptedException if the executor ends first
     */
    Optional<Outcome> endOfEarlier(EarlierAttempts earlier) throws InterruptedException;

    /**
     * What stands of a run that another executor may be carrying out as well, or another run of the patch: once this has returned, nothing of these takes effect any more that is not in the outcome.
     *
     * @param outcome what it came to here
     * @throws InterruptedException if the executor ends first
     */
    default Outcome standing(PatchMessage message, Outcome outcome) throws InterruptedException {
        return outcome;
    }

    /** Makes what a run did last, once its outcome is on record. Again and again is harmless. */
    void settle(Outcome outcome, Path journals) throws InterruptedException;

    /** Whether a run that {@link #carryOut} did not bring to an outcome has had no effect at all: an executor that ended then has not died in it. */
    boolean leavesNothingBehind();

    /**
     * What is known of attempts of a run before this process took it.
     *
     * @param deaths how many executors died in it that share this one's ledger
     * @param deliveredBefore whether the broker has handed the message over before, to whomever
     * @param beforeMemory whether the ledger may have forgotten it
     * @param known whether this one's ledger knew the run
     * @param journals the run's directory for the journals of file changes
     */
    record EarlierAttempts(
            PatchMessage message,
            int deaths,
            boolean deliveredBefore,
            boolean beforeMemory,
            boolean known,
            Path journals,
            Cancellation cancellation) {}
}
