package io.patchline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventEnvelopeTest {
    private static final RunRef REF = new RunRef(new PatchId("test"), 12, 3, new Lane("l"), "e");
    private static final Outcome FAILED =
            new Outcome.Failed(ErrorCode.COMMAND_FAILED, "exit code 1", List.of(), RunReport.NOTHING);

    @Test
    void the_same_fact_has_the_same_id_whenever_and_wherever_it_is_published() {
        PatchEvent event = new PatchEvent.Started(REF, Optional.empty());
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(EventEnvelope.of(event, Instant.MIN).id())
                    .isEqualTo("9f86d081884c7d659a2feaa0c55ad015-12-3-started");
        } finally {
            Locale.setDefault(before);
        }
    }

    /** An executor tells what it reads of an end that another one left in the repository, and has attempts of its own. */
    @Test
    void an_end_is_one_fact_whichever_attempt_it_is_told_of() {
        RunRef another = new RunRef(REF.patch(), REF.run(), 1, REF.lane(), "f");

        assertThat(id(new PatchEvent.Finished(another, FAILED, Optional.empty())))
                .isEqualTo(id(new PatchEvent.Finished(REF, FAILED, Optional.empty())))
                .isEqualTo("9f86d081884c7d659a2feaa0c55ad015-12-0-failed");
        assertThat(id(new PatchEvent.DeadLettered(another, ErrorCode.TIMED_OUT, "s", 13)))
                .isEqualTo(id(new PatchEvent.DeadLettered(REF, ErrorCode.TIMED_OUT, "s", 13)));
        assertThat(id(new PatchEvent.LaneClearing(another, REF.patch())))
                .isEqualTo(id(new PatchEvent.LaneClearing(REF, REF.patch())));
        assertThat(id(new PatchEvent.Retrying(another, FAILED, Duration.ZERO)))
                .as("each attempt's own")
                .isNotEqualTo(id(new PatchEvent.Retrying(REF, FAILED, Duration.ZERO)));
    }

    private static String id(PatchEvent event) {
        return EventEnvelope.of(event, Instant.EPOCH).id();
    }

    @Test
    void an_event_is_routed_by_what_happened() {
        assertThat(new PatchEvent.Started(REF, Optional.empty()).routingKey()).isEqualTo("patch.started");
        assertThat(new PatchEvent.Finished(REF, FAILED, Optional.empty()).routingKey())
                .isEqualTo("patch.failed");
        assertThat(new PatchEvent.DeadLettered(REF, ErrorCode.TIMED_OUT, "s", 13).routingKey())
                .isEqualTo("patch.dead_lettered");
    }

    @Test
    void a_type_that_contradicts_the_data_is_no_envelope() {
        EventEnvelope right = EventEnvelope.of(new PatchEvent.Started(REF, Optional.empty()), Instant.EPOCH);
        assertThatThrownBy(() -> new EventEnvelope(
                        right.specversion(),
                        right.id(),
                        right.source(),
                        "patchline.patch.failed",
                        right.subject(),
                        right.time(),
                        right.datacontenttype(),
                        right.data()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void runs_and_attempts_count_from_one() {
        assertThatThrownBy(() -> new RunRef(REF.patch(), 0, 1, REF.lane(), "e"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunRef(REF.patch(), 1, 0, REF.lane(), "e"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
