package io.patchline.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.patch.CommitId;
import io.patchline.patch.PatchId;
import java.time.Duration;
import java.util.Optional;

/** A fact about one run of a patch. That a patch was accepted is said by its own message in the log and needs no event. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PatchEvent.Declined.class, name = "declined"),
    @JsonSubTypes.Type(value = PatchEvent.CancelRequested.class, name = "cancel_requested"),
    @JsonSubTypes.Type(value = PatchEvent.Started.class, name = "started"),
    @JsonSubTypes.Type(value = PatchEvent.Retrying.class, name = "retrying"),
    @JsonSubTypes.Type(value = PatchEvent.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = PatchEvent.DeadLettered.class, name = "dead_lettered"),
    @JsonSubTypes.Type(value = PatchEvent.Replayed.class, name = "replayed"),
    @JsonSubTypes.Type(value = PatchEvent.Discarded.class, name = "discarded"),
    @JsonSubTypes.Type(value = PatchEvent.Vanished.class, name = "vanished"),
    @JsonSubTypes.Type(value = PatchEvent.LaneClearing.class, name = "lane_clearing"),
    @JsonSubTypes.Type(value = PatchEvent.LaneReleased.class, name = "lane_released"),
    @JsonSubTypes.Type(value = PatchEvent.CallbackDelivered.class, name = "callback_delivered"),
    @JsonSubTypes.Type(value = PatchEvent.CallbackFailed.class, name = "callback_failed"),
    @JsonSubTypes.Type(value = PatchEvent.CallbackGivenUp.class, name = "callback_given_up"),
    @JsonSubTypes.Type(value = PatchEvent.ApproveRequested.class, name = "approve_requested"),
    @JsonSubTypes.Type(value = PatchEvent.RejectRequested.class, name = "reject_requested"),
})
public sealed interface PatchEvent {

    /**
     * The lane queue did not take the patch, although the log had it already: its submitter was told so, and nothing was accepted. Said by the
     * ingest service.
     */
    record Declined(RunRef ref, ErrorCode reason) implements FromIngest, Because {}

    /**
     * Somebody asked for the end of the run, whether it has begun or not. Said by the ingest service. That it has ended is said by {@link Finished}.
     *
     * @param by the name of the credential
     */
    record CancelRequested(RunRef ref, String by) implements FromIngest, Asked {
        /** How subscribers find these, and how they come into {@code patches.cancelled}. */
        public static final String ROUTING_KEY = "patch.cancel_requested";
    }

    /** A fact about a run that tells with which content it was claimed: of several that came under one id, the one that runs. */
    sealed interface OfContent extends PatchEvent {
        /** The hash of the patch's message, see {@code PatchMessage.fingerprint}; absent where an older version told it. */
        Optional<String> fingerprint();
    }

    /** An executor began to carry the patch out. */
    record Started(RunRef ref, Optional<String> fingerprint) implements OfContent {}

    /** An attempt had this outcome, and the next one follows after the pause. */
    record Retrying(RunRef ref, Outcome outcome, Duration pause) implements Ended {}

    /** The run has its final outcome, which also names the event: succeeded, failed, timed_out and so on. */
    record Finished(RunRef ref, Outcome outcome, Optional<String> fingerprint) implements OfContent, Ended, OfRun {
        @Override
        public String what() {
            return outcome.status();
        }
    }

    /**
     * The patch is in {@code patches.dead}. Said by the executor that put it there, or by the ingest service that found it there.
     *
     * @param nextRun the number of the run that a replay of it will be
     * @param target what the submitter named as its target
     * @param letter the dead letter's own id, where it is not the patch's
     * @param hold the hold on its lane that it has part in
     */
    record DeadLettered(
            RunRef ref,
            ErrorCode reason,
            String summary,
            int nextRun,
            Optional<String> target,
            Optional<String> letter,
            Optional<LaneHold> hold)
            implements Because, DeadLetterEvent, OfRun {
        /** Of a patch without a target, under its own id, in a lane that is not held. */
        public DeadLettered(RunRef ref, ErrorCode reason, String summary, int nextRun) {
            this(ref, reason, summary, nextRun, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * Somebody sent the dead letter back to its lane, or a mended patch in its place.
     *
     * @param ref the run that ended in the dead letter
     * @param by the name of the credential
     * @param replayedAs the new patch's id, where it was mended
     * @param withHeld whether those that were set aside because of it shall follow
     */
    record Replayed(
            RunRef ref, int nextRun, String by, Optional<PatchId> replayedAs, boolean withHeld, Optional<String> letter)
            implements FromIngest, Asked, DeadLetterEvent {}

    /**
     * Somebody decided that the dead letter needs nobody any more.
     *
     * @param ref the run that ended in the dead letter
     * @param by the name of the credential
     */
    record Discarded(RunRef ref, int nextRun, String by, Optional<String> letter)
            implements FromIngest, Asked, DeadLetterEvent {}

    /**
     * The dead letter was looked for and is not in {@code patches.dead} any more, by no act of Patchline's: moved or purged in the broker's console.
     *
     * @param ref the run that ended in the dead letter
     */
    record Vanished(RunRef ref, int nextRun, Optional<String> letter) implements FromIngest, DeadLetterEvent {}

    /** A fact that a run has once, whoever tells it and of whichever attempt: an executor that finds how another one ended the run counts attempts of its own. */
    sealed interface OfRun extends PatchEvent {}

    /** A fact about a dead letter. */
    sealed interface DeadLetterEvent {
        /** The run that ended in the dead letter. */
        RunRef ref();

        /** The number of the run that the dead letter asks for when it is sent back. */
        int nextRun();

        /** The dead letter's own id, where it is not the patch's: the fact is then no part of that patch's story. */
        Optional<String> letter();
    }

    /** A fact about the hold on the run's lane. Said by an executor. */
    sealed interface LaneEvent extends OfRun {
        /** The patch whose failure began the hold, by which the hold is known. */
        PatchId hold();
    }

    /** The patch that held its lane came through: those that were set aside because of it may follow, and nothing else of the lane yet. */
    record LaneClearing(RunRef ref, PatchId hold) implements LaneEvent {}

    /**
     * The lane is held no more.
     *
     * @param by the name of the credential, where it was somebody's wish and not the success of the patch that held it
     */
    record LaneReleased(RunRef ref, PatchId hold, Optional<String> by) implements LaneEvent {
        @Override
        public Optional<String> askedBy() {
            return by;
        }
    }

    /**
     * Somebody judged the commit that waits for a review, and wants it. That it has come to the branch is said by {@link Finished}.
     *
     * @param ref the run that put it up for review
     * @param nextRun the number of the run that carries the decision out
     * @param by the name of the credential
     * @param commit what was judged
     */
    record ApproveRequested(RunRef ref, int nextRun, String by, CommitId commit) implements FromIngest, Asked {}

    /**
     * Somebody judged the commit that waits for a review, and does not want it; or nobody judged it in time. That it is rejected is told by
     * {@link Finished}.
     *
     * @param ref the run that put it up for review
     * @param nextRun the number of the run that carries the decision out
     * @param by the name of the credential; absent where nobody judged it
     * @param commit what was judged; absent where an older version told it
     * @param reason {@link ErrorCode#REJECTED} or {@link ErrorCode#REVIEW_EXPIRED}
     * @param summary why, in the reviewer's words
     */
    record RejectRequested(
            RunRef ref, int nextRun, Optional<String> by, Optional<CommitId> commit, ErrorCode reason, String summary)
            implements FromIngest, Because {
        @Override
        public Optional<String> askedBy() {
            return by;
        }
    }

    /** A try at a callback, which is no part of the run. Said by the ingest service. */
    sealed interface Callback extends FromIngest {
        /** How many tries there were. */
        int tries();

        /** The try in a few words. */
        String summary();
    }

    /** The outcome was sent to the patch's callback, and taken. */
    record CallbackDelivered(RunRef ref, int tries) implements Callback {
        @Override
        public String summary() {
            return "try " + tries;
        }
    }

    /** The outcome was not taken, and is sent again after the pause. */
    record CallbackFailed(RunRef ref, int tries, String reason, Duration pause) implements Callback {
        @Override
        public String summary() {
            return "try " + tries + ": " + reason;
        }
    }

    /** The outcome is not sent any more. */
    record CallbackGivenUp(RunRef ref, int tries, String reason) implements Callback {
        @Override
        public String summary() {
            return "try " + tries + ": " + reason;
        }
    }

    /** A fact that the ingest service publishes, whoever carried the run out. */
    sealed interface FromIngest extends PatchEvent {}

    /** A fact that is somebody's wish. */
    sealed interface Asked extends PatchEvent {
        /** The name of the credential. */
        String by();

        @Override
        default Optional<String> askedBy() {
            return Optional.of(by());
        }
    }

    /** A fact that has one reason. */
    sealed interface Because extends PatchEvent {
        ErrorCode reason();
    }

    /** The end of an attempt. */
    sealed interface Ended extends PatchEvent {
        Outcome outcome();
    }

    RunRef ref();

    /** The name of the credential, where it was somebody's wish. */
    default Optional<String> askedBy() {
        return Optional.empty();
    }

    /** The last part of the CloudEvents type and of the routing key, such as {@code succeeded}: the name above, but for an end, which has its outcome's. */
    default String what() {
        return EventNames.of(getClass());
    }

    /** {@code patch.<what>}: how subscribers of {@code patches.results} choose. */
    default String routingKey() {
        return "patch." + what();
    }
}
