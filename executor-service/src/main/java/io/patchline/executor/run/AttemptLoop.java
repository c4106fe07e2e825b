package io.patchline.executor.run;

import io.patchline.event.OutputPiece;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.actions.DiskRetry;
import io.patchline.executor.actions.RunWorkspace;
import io.patchline.executor.ledger.ClaimedRun;
import io.patchline.executor.ledger.RunRecord;
import io.patchline.executor.report.DeadLetter;
import io.patchline.executor.report.Reporter;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.Disposition;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.OutcomeLimit;
import io.patchline.outcome.RetryPolicy;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempts of one run: from the claim to the outcome that stands. */
public final class AttemptLoop {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptLoop.class);

    private final Reporter reporter;
    private final Slots slots;
    private final String executor;
    private final Clock clock;
    private final LongPredicate couldRunCommandsSince;

    /**
     * @param couldRunCommandsSince tries, after a command could not be started, whether another could, now and ever since that time of {@link System#nanoTime()}
     */
    public AttemptLoop(
            Reporter reporter, Slots slots, String executor, Clock clock, LongPredicate couldRunCommandsSince) {
        this.reporter = reporter;
        this.slots = slots;
        this.executor = executor;
        this.clock = clock;
        this.couldRunCommandsSince = couldRunCommandsSince;
    }

    /** Empty if nothing of it happened, because no command can be run here now: it is for another executor, or for later. */
    Optional<RunRecord> carryOut(RunInProgress run, ClaimedRun claimed, RunWorkspace workspace)
            throws IOException, InterruptedException {
        Patch patch = run.message().patch();
        Optional<Outcome> earlier = workspace.endOfEarlier(new RunWorkspace.EarlierAttempts(
                run.message(),
                claimed.deaths(),
                run.isDeliveredBefore(),
                claimed.isBeforeMemory(),
                claimed.attempt() > 0,
                claimed.journals(),
                run.cancellation()));
        if (earlier.isPresent()) {
            return Optional.of(record(earlier.get(), Math.max(1, claimed.attempt())));
        }
        RetryPolicy policy = RetryPolicy.of(patch.options(), RandomGenerator.getDefault());
        while (true) {
            Optional<Slots.Slot> slot = slots.take(run.cancellation());
            if (slot.isEmpty()) {
                return Optional.of(record(endedBefore(run), Math.max(1, claimed.attempt())));
            }
            long began = System.nanoTime();
            Outcome outcome = attempt(slot.get(), workspace, run, claimed);
            if (nothingHappened(patch, outcome) && !couldRunCommandsSince.test(began)) {
                putBack(run, claimed, outcome);
                return Optional.empty();
            }
            if (isAnothersByNow(run, workspace, outcome)) {
                end(claimed);
                throw new InterruptedException(
                        "the message was taken from this executor; another one's outcome counts");
            }
            if (!(policy.decide(outcome, claimed.attempt()) instanceof Disposition.RetryInPlace retry)) {
                return Optional.of(record(outcome, claimed.attempt()));
            }
            end(claimed);
            sayRetrying(run, claimed, outcome, retry.pause());
            pause(run, retry.pause());
        }
    }

    /** The record of what stands of a run that another executor may be on as well, or that is not the first of its patch. */
    RunRecord standing(RunInProgress run, ClaimedRun claimed, RunWorkspace workspace, RunRecord record)
            throws IOException, InterruptedException {
        PatchMessage message = run.message();
        boolean alone = message.run() == 1
                && !run.isDeliveredBefore()
                && claimed.deaths() == 0
                && !claimed.isBeforeMemory()
                && run.isHeld();
        if (alone) {
            return record;
        }
        try {
            Outcome outcome = workspace.standing(message, record.outcome());
            return outcome.equals(record.outcome()) ? record : record(outcome, record.attempt());
        } catch (InterruptedException e) {
            if (workspace.leavesNothingBehind() && claimed.attempt() > 0) {
                end(claimed);
            }
            throw e;
        }
    }

    private Outcome attempt(Slots.Slot slot, RunWorkspace workspace, RunInProgress run, ClaimedRun claimed)
            throws IOException, InterruptedException {
        try (slot) {
            int number = claimed.startAttempt(clock.instant());
            RunRef ref = ref(run, number);
            sayStarted(ref, run, claimed);
            AttemptContext.LiveCommands live =
                    action -> (from, text) -> reporter.publishOutput(new OutputPiece(ref, action, from, text));
            Outcome outcome = carriedOut(
                    workspace,
                    run,
                    claimed,
                    new AttemptContext(number, claimed.scratch(), claimed.journals(), live, run.cancellation()));
            return OutcomeLimit.fit(
                    outcome instanceof Outcome.Cancelled cancelled ? cancelled(run, cancelled.report()) : outcome);
        }
    }

    private Outcome carriedOut(RunWorkspace workspace, RunInProgress run, ClaimedRun claimed, AttemptContext attempt)
            throws InterruptedException {
        try {
            return workspace.carryOut(run.message(), attempt);
        } catch (InterruptedException e) {
            if (workspace.leavesNothingBehind()) {
                end(claimed);
            }
            throw e;
        }
    }

    /**
     * An executor that was stopped or cut off for long has lost its message. Where runs are not claimed on a disk that all share, it must not tell of a failure then: another
     * one may succeed. What took effect did so before all.
     */
    private static boolean isAnothersByNow(RunInProgress run, RunWorkspace workspace, Outcome outcome) {
        return workspace.leavesNothingBehind() && outcome instanceof Outcome.Unsuccessful && !run.isHeld();
    }

    /** Whether the attempt ended because its first command could not be started, and the files are as they were. */
    private static boolean nothingHappened(Patch patch, Outcome outcome) {
        if (!(outcome instanceof Outcome.Failed failed) || failed.code() != ErrorCode.SETUP_FAILED) {
            return false;
        }
        List<PatchAction> actions = patch.actions();
        int first = IntStream.range(0, actions.size())
                .filter(index -> actions.get(index) instanceof PatchAction.RunCommand)
                .findFirst()
                .orElseThrow();
        boolean itsFirst = DeadLetter.failedIn(failed.report())
                .filter(command -> command.action() == first)
                .isPresent();
        return itsFirst && (first == 0 || patch.options().onFailure() != RunOptions.OnFailure.KEEP);
    }

    private void putBack(RunInProgress run, ClaimedRun claimed, Outcome outcome) throws InterruptedException {
        end(claimed);
        sayRetrying(run, claimed, outcome, Duration.ZERO);
        LOG.atWarn()
                .addKeyValue("patch", run.key().patch())
                .log("No command can be run here now: the patch goes back to its queue");
    }

    private void sayRetrying(RunInProgress run, ClaimedRun claimed, Outcome outcome, Duration pause)
            throws InterruptedException {
        run.awaitStarted();
        reporter.report(new PatchEvent.Retrying(ref(run, claimed.attempt()), outcome, pause), run.trace());
    }

    /** An executor that ends before anything of the attempt was done has not died in it. */
    private void sayStarted(RunRef ref, RunInProgress run, ClaimedRun claimed) throws InterruptedException {
        try {
            run.started(reporter.announce(
                    new PatchEvent.Started(ref, Optional.of(run.message().fingerprint())), run.trace()));
        } catch (InterruptedException e) {
            end(claimed);
            throw e;
        }
    }

    private void end(ClaimedRun claimed) throws InterruptedException {
        DiskRetry.untilDone("the end of an attempt", () -> claimed.endAttempt(clock.instant()));
    }

    /** The lane stays held. A cancellation ends the pause, and the next attempt before it begins. */
    private static void pause(RunInProgress run, Duration pause) throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        run.cancellation().whenRequested(cancelled::countDown);
        boolean early = cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        LOG.atDebug()
                .addKeyValue("patch", run.key().patch())
                .addKeyValue("cancelled", early)
                .log("Pause over");
    }

    /**
     * The outcome of a run whose next attempt is not to begin.
     *
     * @throws InterruptedException if that is because this executor ends: another one goes on with it
     */
    private static Outcome endedBefore(RunInProgress run) throws InterruptedException {
        if (run.cancelledBy().isEmpty()) {
            throw new InterruptedException("the executor ends before the next attempt begins");
        }
        return cancelled(run, RunReport.NOTHING);
    }

    private static Outcome cancelled(RunInProgress run, RunReport report) {
        String by = run.cancelledBy().map(name -> " of " + name).orElse("");
        return new Outcome.Cancelled("cancelled on request" + by, report);
    }

    private RunRecord record(Outcome outcome, int attempt) {
        return new RunRecord(OutcomeLimit.fit(outcome), attempt, executor, clock.instant());
    }

    private RunRef ref(RunInProgress run, int attempt) {
        return new RunRef(
                run.key().patch(),
                run.key().run(),
                attempt,
                run.message().patch().lane(),
                executor);
    }
}
