package io.patchline.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.ingest.status.OutputView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionQueryTest {
    @Test
    void nothing_asked_is_as_the_patch_says() {
        assertThat(SubmissionQuery.of(Map.of()))
                .isEqualTo(new SubmissionQuery(Optional.empty(), Optional.empty(), OutputView.TAIL));
    }

    @Test
    void what_is_asked_is_read() {
        assertThat(SubmissionQuery.of(
                        Map.of("dryRun", List.of("true"), "wait", List.of("99"), "output", List.of("full"))))
                .isEqualTo(
                        new SubmissionQuery(Optional.of(true), Optional.of(Duration.ofSeconds(40)), OutputView.FULL));
    }

    @ParameterizedTest
    @CsvSource({
        "dry_run, true, dryRun",
        "dryRun, yes, true or false",
        "wait, soon, whole number",
        "output, all, 'tail, full or none'",
        "x, 1, Allowed are dryRun"
    })
    void what_is_not_known_is_refused_by_name(String name, String value, String advice) {
        assertThatThrownBy(() -> SubmissionQuery.of(Map.of(name, List.of(value))))
                .hasMessageContaining(advice);
    }
}
