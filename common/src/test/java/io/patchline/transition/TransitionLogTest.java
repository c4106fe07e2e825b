package io.patchline.transition;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransitionLogTest {
    private static final RunRef REF = new RunRef(new PatchId("p-1"), 2, 3, new Lane("a b.txt"), "e-1");
    private static final Outcome TIMED_OUT = new Outcome.TimedOut("too long", RunReport.NOTHING);

    private final Logger log = Logger.getLogger("io.patchline.transition");
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        log.addHandler(lines);
    }

    @AfterEach
    void leave() {
        log.removeHandler(lines);
    }

    @Test
    void a_line_of_text_has_the_keys_before_a_message_that_is_always_the_same() {
        new TransitionLog(false).write(Transition.of(new PatchEvent.Finished(REF, TIMED_OUT, Optional.empty())));

        assertThat(lines.texts)
                .containsExactly(
                        "transition=timed_out patch=p-1 run=2 attempt=3 lane=\"a b.txt\" executor=e-1 outcome=timed_out "
                                + "code=timed_out Transition");
    }

    @Test
    void a_line_with_fields_has_a_field_for_each_key_and_none_of_the_line_before() {
        TransitionLog fields = new TransitionLog(true);
        fields.write(Transition.of(new PatchEvent.Finished(REF, TIMED_OUT, Optional.empty())));
        fields.write(Transition.of(new PatchEvent.Started(REF, Optional.empty())));

        Map<String, String> started = Map.of(
                "transition",
                "started",
                "patch",
                "p-1",
                "run",
                "2",
                "attempt",
                "3",
                "lane",
                "a b.txt",
                "executor",
                "e-1");
        assertThat(lines.texts).containsExactly("Transition", "Transition");
        assertThat(lines.fields.getFirst())
                .containsEntry("outcome", "timed_out")
                .containsEntry("code", "timed_out");
        assertThat(lines.fields.getLast()).isEqualTo(started);
    }

    @Test
    void who_did_it_and_why_is_told_where_there_is_somebody_or_a_reason() {
        assertThat(Transition.of(new PatchEvent.DeadLettered(REF, ErrorCode.ID_CONFLICT, "a secret?", 3))
                        .keys())
                .containsEntry("transition", "dead_lettered")
                .containsEntry("code", "id_conflict")
                .doesNotContainValue("a secret?");
        assertThat(Transition.of(new PatchEvent.Replayed(REF, 3, "ann", Optional.empty(), false, Optional.empty()))
                        .keys())
                .containsEntry("transition", "replayed")
                .containsEntry("by", "ann")
                .doesNotContainKeys("code", "outcome");
    }

    private static final class Lines extends Handler {
        private final List<String> texts = new ArrayList<>();
        private final List<Map<String, String>> fields = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            ExtLogRecord record = ExtLogRecord.wrap(line);
            texts.add(record.getMessage());
            fields.add(record.getMdcCopy());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
