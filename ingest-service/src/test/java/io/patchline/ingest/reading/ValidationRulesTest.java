package io.patchline.ingest.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationRulesTest {
    @Test
    void the_defaults_are_those_of_the_documentation() {
        ValidationRules rules = ValidationRules.DEFAULTS;
        assertThat(rules.maxBodyBytes()).isEqualTo(1_048_576);
        assertThat(rules.maxNesting()).isEqualTo(64);
        assertThat(rules.maxProblems()).isEqualTo(50);
        assertThat(rules.commandRoles()).containsExactly("command_patch");
        assertThat(rules.defaultTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(rules.longestTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(rules.mostRetries()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 1s, 1s, 0, maxBodyBytes",
        "1, 0, 1, 1s, 1s, 0, maxNesting",
        "1, 501, 1, 1s, 1s, 0, maxNesting",
        "1, 1, 0, 1s, 1s, 0, maxProblems",
        "1, 1, 1, 0s, 1s, 0, defaultTimeout",
        "1, 1, 1, 2s, 1s, 0, longestTimeout",
        "1, 1, 1, 1s, 1s, -1, mostRetries"
    })
    void rules_out_of_bounds_are_refused_by_name(
            int bytes, int nesting, int problems, String timeout, String longest, int retries, String name) {
        assertThatThrownBy(() -> new ValidationRules(
                        bytes,
                        nesting,
                        problems,
                        Set.of(),
                        Duration.parse("PT" + timeout),
                        Duration.parse("PT" + longest),
                        retries))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + " must ");
    }
}
