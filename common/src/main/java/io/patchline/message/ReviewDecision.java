package io.patchline.message;

import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was decided of a commit that waits for a review. It travels in the headers of the patch's own message, as the next run of it, through the patch's
 * lane; so of two decisions at once the lane's first is carried out.
 */
public sealed interface ReviewDecision {
    /** The header that says which of the two it is: {@code approve} or {@code reject}. */
    String DECISION = "patchline-review";

    /** The header with the name of the credential. */
    String BY = "patchline-review-by";

    /** The header with the commit that was judged. */
    String COMMIT = "patchline-review-commit";

    /** The header with the error code of a rejection. */
    String CODE = "patchline-review-code";

    /** The header with the reason of a rejection. */
    String REASON = "patchline-review-reason";

    /** The longest reason, in characters (code points). */
    int MAX_REASON_CHARACTERS = 1_000;

    /**
     * This commit is wanted.
     *
     * @param by the name of the credential
     */
    record Approve(CommitId commit, String by) implements ReviewDecision {
        @Override
        public Map<String, Object> headers() {
            return Map.of(DECISION, "approve", BY, by, COMMIT, commit.value());
        }
    }

    /**
     * It is not wanted, whatever the commit.
     *
     * @param code {@link ErrorCode#REJECTED} or {@link ErrorCode#REVIEW_EXPIRED}
     * @param by the name of the credential; absent where nobody judged it in time
     * @param reason in the reviewer's words, or how long nobody judged it
     */
    record Reject(ErrorCode code, Optional<String> by, String reason) implements ReviewDecision {
        public Reject {
            if (code != ErrorCode.REJECTED && code != ErrorCode.REVIEW_EXPIRED) {
                throw new IllegalArgumentException(code + " is no reason to reject");
            }
        }

        @Override
        public Map<String, Object> headers() {
            Map<String, Object> headers =
                    new HashMap<>(Map.of(DECISION, "reject", CODE, code.wireName(), REASON, reason));
            by.ifPresent(name -> headers.put(BY, name));
            return headers;
        }

        /** The outcome of the run that carries it out. */
        public Outcome.Rejected outcome(RunReport report) {
            String words = reason.replaceAll("\\s+", " ").strip();
            return new Outcome.Rejected(
                    code, by.map(name -> "rejected by " + name + ": " + words).orElse(words), by, report);
        }
    }

    /** Which of the two it is: {@code approve} or {@code reject}. */
    default String name() {
        return String.valueOf(headers().get(DECISION));
    }

    /** The headers that tell of it. */
    Map<String, Object> headers();

    /**
     * The decision that these headers tell of.
     *
     * @throws UndecodableException if there is one that this version cannot read: the patch must then not be run instead
     */
    static Optional<ReviewDecision> read(Map<String, Object> headers) throws UndecodableException {
        if (headers.get(DECISION) == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (text(headers, DECISION)) {
                        case "approve" -> new Approve(new CommitId(text(headers, COMMIT)), text(headers, BY));
                        case "reject" ->
                            new Reject(
                                    ErrorCode.ofWireName(text(headers, CODE)),
                                    Optional.ofNullable(headers.get(BY)).map(Object::toString),
                                    text(headers, REASON));
                        default -> throw new IllegalArgumentException("no decision");
                    });
        } catch (IllegalArgumentException e) {
            throw new UndecodableException("the headers of the review's decision are not what they should be");
        }
    }

    private static String text(Map<String, Object> headers, String name) {
        Object value = headers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no header " + name);
        }
        return value.toString();
    }
}
