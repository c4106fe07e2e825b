package io.patchline.outcome;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of an attempt. Every summary is one line for a person to read. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Outcome.TimedOut.class, name = "timed_out"),
    @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Outcome.Cancelled.class, name = "cancelled"),
    @JsonSubTypes.Type(value = Outcome.Interrupted.class, name = "interrupted"),
    @JsonSubTypes.Type(value = Outcome.AwaitingReview.class, name = "awaiting_review"),
    @JsonSubTypes.Type(value = Outcome.Rejected.class, name = "rejected"),
})
public sealed interface Outcome {

    /** Every action was carried out. */
    record Succeeded(RunReport report) implements Outcome {
        @Override
        public String status() {
            return "succeeded";
        }
    }

    /**
     * An action could not be carried out, or a command ended badly.
     *
     * @param problems what is wrong with the actions, each with its place in the patch; none where a command ended badly
     */
    record Failed(ErrorCode code, String summary, List<Problem> problems, RunReport report)
            implements Outcome, Unsuccessful {
        public Failed {
            problems = List.copyOf(problems);
        }

        @Override
        public String status() {
            return "failed";
        }
    }

    /** A command ran longer than its timeout. */
    record TimedOut(String summary, RunReport report) implements Outcome, Unsuccessful {
        @Override
        public String status() {
            return "timed_out";
        }

        @Override
        public ErrorCode code() {
            return ErrorCode.TIMED_OUT;
        }
    }

    /** Nothing was done, because it must not be. */
    record Refused(ErrorCode code, String summary, List<Problem> problems) implements Outcome, Unsuccessful {
        public Refused {
            problems = List.copyOf(problems);
        }

        @Override
        public RunReport report() {
            return RunReport.NOTHING;
        }

        @Override
        public String status() {
            return "refused";
        }
    }

    /** Somebody asked for an end, and it was ended. */
    record Cancelled(String summary, RunReport report) implements Outcome, Unsuccessful {
        @Override
        public String status() {
            return "cancelled";
        }

        @Override
        public ErrorCode code() {
            return ErrorCode.CANCELLED;
        }
    }

    /** The executor ended while it ran the patch: it may have half happened. */
    record Interrupted(String summary, RunReport report) implements Outcome, Unsuccessful {
        @Override
        public String status() {
            return "interrupted";
        }

        @Override
        public ErrorCode code() {
            return ErrorCode.INTERRUPTED;
        }
    }

    /**
     * Every action was carried out, and the commit waits on a branch of its own for somebody to judge it. Not final: the decision is another run.
     *
     * @param summary why it needs a review
     * @param until when it is rejected if nobody has judged it
     */
    record AwaitingReview(String summary, Instant until, RunReport report) implements Outcome {
        @Override
        public String status() {
            return "awaiting_review";
        }
    }

    /**
     * The commit was judged and is not wanted, or nobody judged it in time. It never came to the branch.
     *
     * @param code {@link ErrorCode#REJECTED} or {@link ErrorCode#REVIEW_EXPIRED}
     * @param by the name of the credential; absent where nobody judged it
     */
    record Rejected(ErrorCode code, String summary, Optional<String> by, RunReport report)
            implements Outcome, Unsuccessful {
        @Override
        public String status() {
            return "rejected";
        }
    }

    /** What was done, as far as it came; nothing where the patch was refused. */
    RunReport report();

    /** The name of the outcome on the wire, such as {@code timed_out}. */
    String status();

    /** An outcome that has a reason. */
    sealed interface Unsuccessful {
        /** The reason, for a program. */
        ErrorCode code();

        /** The reason, for a person: one line. */
        String summary();
    }
}
