package io.patchline.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import java.time.Duration;

/** A fact about one run of a patch. That a patch was accepted is told by its own message in the log and needs no event. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PatchEvent.Declined.class, name = "declined"),
    @JsonSubTypes.Type(value = PatchEvent.Started.class, name = "started"),
    @JsonSubTypes.Type(value = PatchEvent.Retrying.class, name = "retrying"),
    @JsonSubTypes.Type(value = PatchEvent.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = PatchEvent.DeadLettered.class, name = "dead_lettered"),
})
public sealed interface PatchEvent {

    /**
     * The lane queue did not take the patch, although the log had it already: its submitter was told so, and nothing was accepted. Said by the
     * ingest service.
     */
    record Declined(RunRef ref, ErrorCode reason) implements PatchEvent {
        @Override
        public String what() {
            return "declined";
        }
    }

    /** An executor began to carry the patch out. */
    record Started(RunRef ref) implements PatchEvent {
        @Override
        public String what() {
            return "started";
        }
    }

    /** An attempt had this outcome, and the next one follows after the pause. */
    record Retrying(RunRef ref, Outcome outcome, Duration pause) implements PatchEvent {
        @Override
        public String what() {
            return "retrying";
        }
    }

    /** The run has its final outcome, which also names the event: succeeded, failed, timed_out and so on. */
    record Finished(RunRef ref, Outcome outcome) implements PatchEvent {
        @Override
        public String what() {
            return outcome.status();
        }
    }

    /**
     * The patch is in {@code patches.dead}.
     *
     * @param nextRun the number of the run that a replay of it will be
     */
    record DeadLettered(RunRef ref, ErrorCode reason, String summary, int nextRun) implements PatchEvent {
        @Override
        public String what() {
            return "dead_lettered";
        }
    }

    RunRef ref();

    /** The last part of the CloudEvents type and of the routing key, such as {@code succeeded}. */
    String what();

    /** {@code patch.<what>}: how subscribers of {@code patches.results} choose. */
    default String routingKey() {
        return "patch." + what();
    }
}
