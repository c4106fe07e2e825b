package io.patchline.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.CommitId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReviewDecisionTest {
    private static final CommitId COMMIT = new CommitId("3e5b1a4c6a7d8e9f00112233445566778899aabb");

    @Test
    void what_its_headers_tell_is_what_is_read() throws UndecodableException {
        for (ReviewDecision decision : List.of(
                new ReviewDecision.Approve(COMMIT, "bob"),
                new ReviewDecision.Reject(Optional.of(COMMIT), ErrorCode.REJECTED, Optional.of("carol"), "no"),
                new ReviewDecision.Reject(
                        Optional.of(COMMIT), ErrorCode.REVIEW_EXPIRED, Optional.empty(), "nobody judged it"))) {
            assertThat(ReviewDecision.read(decision.headers())).contains(decision);
            assertThat(decision.judged()).contains(COMMIT);
        }
        assertThat(ReviewDecision.read(Map.of())).isEmpty();
    }

    @Test
    void a_rejection_of_an_earlier_version_names_no_commit() throws UndecodableException {
        Map<String, Object> headers = Map.of(
                "patchline-review", "reject",
                "patchline-review-by", "carol",
                "patchline-review-code", "rejected",
                "patchline-review-reason", "no");

        assertThat(ReviewDecision.read(headers))
                .contains(new ReviewDecision.Reject(Optional.empty(), ErrorCode.REJECTED, Optional.of("carol"), "no"));
    }

    @Test
    void what_is_no_commit_is_not_passed_over() {
        Map<String, Object> headers = new HashMap<>(
                new ReviewDecision.Reject(Optional.of(COMMIT), ErrorCode.REJECTED, Optional.of("carol"), "no")
                        .headers());
        headers.put(ReviewDecision.COMMIT, "main");

        assertThatThrownBy(() -> ReviewDecision.read(headers)).isInstanceOf(UndecodableException.class);
    }
}
