package io.patchline.ingest.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.PatchEvent;
import io.patchline.ingest.cancel.Cancellations.Asker;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.status.Stories;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CancellationsTest {
    private static final PatchMessage PATCH = Stories.message("p");

    private final StatusIndex index = new StatusIndex(10, 1 << 20);

    @Test
    void what_waits_in_its_lane_or_runs_may_be_cancelled() {
        index.accepted(PATCH, 1);

        assertThat(answer(new Asker("gpt", false))).isEmpty();
        assertThat(answer(new Asker("another", false)))
                .hasValueSatisfying(no -> assertDeclined(no, ErrorCode.FORBIDDEN));
    }

    @Test
    void what_was_decided_of_its_commit_may_not_by_anybody() {
        index.accepted(PATCH, 1);
        index.happened(
                Stories.event(new PatchEvent.Finished(
                        Stories.ref("p", 1),
                        new Outcome.AwaitingReview("s", Instant.EPOCH, RunReport.NOTHING),
                        Optional.empty())),
                2);
        assertThat(answer(new Asker("gpt", true))).hasValueSatisfying(no -> assertDeclined(no, ErrorCode.ALREADY_OVER));

        List<ReviewDecision> decisions = List.of(
                new ReviewDecision.Approve(new CommitId("3e".repeat(20)), "bob"),
                new ReviewDecision.Reject(ErrorCode.REJECTED, Optional.of("carol"), "no"));
        for (int i = 0; i < decisions.size(); i++) {
            index.accepted(PATCH.decided(2 + i, decisions.get(i)), 3 + i);

            assertThat(answer(new Asker("gpt", true)))
                    .hasValueSatisfying(no -> assertDeclined(no, ErrorCode.REVIEW_DECIDED));
        }
    }

    private Optional<CancelAnswer> answer(Asker asker) {
        PatchStory story = index.story(new PatchId("p")).orElseThrow();
        return Cancellations.withoutAsking(story, asker);
    }

    private static void assertDeclined(CancelAnswer answer, ErrorCode code) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        CancelAnswer.Declined.class,
                        declined -> assertThat(declined.code()).isEqualTo(code));
    }
}
