package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptViewTest {
    private static final PatchId ID = new PatchId("p");
    private static final Outcome FAILED =
            new Outcome.Failed(ErrorCode.COMMAND_FAILED, "exit 1", List.of(), RunReport.NOTHING);
    private static final Outcome SUCCEEDED = new Outcome.Succeeded(RunReport.NOTHING);

    private PatchStory story = PatchStory.begin(ID);
    private int offset;

    private void told(PatchEvent event) {
        story = story.happened(EventEnvelope.of(event, Instant.EPOCH), ++offset);
    }

    private static RunRef ref(int attempt, String executor) {
        return new RunRef(ID, 1, attempt, new Lane("l"), executor);
    }

    private static PatchEvent started(int attempt) {
        return new PatchEvent.Started(ref(attempt, "e"), Optional.empty());
    }

    private void assertAttempts(String... statuses) {
        assertThat(AttemptView.of(story.timeline()))
                .extracting(AttemptView::status)
                .containsExactly(statuses);
    }

    @Test
    void an_attempt_is_what_its_end_says() {
        told(started(1));
        assertAttempts("running");
        told(new PatchEvent.Retrying(ref(1, "e"), FAILED, Duration.ZERO));
        told(started(2));
        assertAttempts("retrying", "running");
        told(new PatchEvent.Finished(ref(2, "e"), SUCCEEDED, Optional.empty()));
        assertAttempts("retrying", "succeeded");
    }

    @Test
    void what_is_told_after_the_end_is_no_end() {
        told(started(1));
        told(new PatchEvent.Finished(ref(1, "e"), SUCCEEDED, Optional.empty()));

        told(new PatchEvent.LaneClearing(ref(1, "e"), ID));
        told(new PatchEvent.LaneReleased(ref(1, "e"), ID, Optional.empty()));
        told(new PatchEvent.CallbackFailed(ref(1, RunRef.INGEST), 1, "500", Duration.ZERO));
        told(new PatchEvent.CallbackDelivered(ref(1, RunRef.INGEST), 2));

        assertAttempts("succeeded");
        assertThat(AttemptView.of(story.timeline()).getFirst().executor()).contains("e");
        assertThat(AttemptView.of(story.timeline()).getFirst().event()).contains(2L);
    }

    /** By the executor that carried it out, and by one that read it in the repository and counts attempts of its own. */
    @Test
    void an_end_that_two_executors_tell_is_the_end_of_one_attempt() {
        told(started(1));
        told(new PatchEvent.Retrying(ref(1, "e"), FAILED, Duration.ZERO));
        told(started(2));
        told(new PatchEvent.Finished(ref(2, "e"), FAILED, Optional.empty()));
        told(new PatchEvent.DeadLettered(ref(2, "e"), ErrorCode.COMMAND_FAILED, "exit 1", 2));
        PatchStory once = story;

        told(new PatchEvent.Finished(ref(1, "f"), FAILED, Optional.empty()));
        told(new PatchEvent.DeadLettered(ref(1, "f"), ErrorCode.COMMAND_FAILED, "exit 1", 2));

        assertAttempts("retrying", "failed");
        assertThat(story).isEqualTo(once);
    }
}
