package io.patchline.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFormatTest {
    @ParameterizedTest
    @CsvSource({
        "90s, PT1M30S, 1m30s",
        "10m, PT10M, 10m",
        "1h, PT1H, 1h",
        "1h30m, PT1H30M, 1h30m",
        "2d, PT48H, 2d",
        "1d2h3m4s5ms, PT26H3M4.005S, 1d2h3m4s5ms",
        "250ms, PT0.25S, 250ms",
        "0s, PT0S, 0s",
        "0090s, PT1M30S, 1m30s",
        "PT90S, PT1M30S, 1m30s",
        "pt1h30m, PT1H30M, 1h30m",
        "P1D, PT24H, 1d",
        "999999999d, PT23999999976H, 999999999d"
    })
    void a_length_of_time_is_read_and_written(String text, Duration duration, String written) {
        assertThat(DurationFormat.parse(text)).isEqualTo(duration);
        assertThat(DurationFormat.write(duration)).isEqualTo(written);
        assertThat(DurationFormat.parse(written)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "90",
                "s",
                "1.5h",
                "30m1h",
                "1m1m",
                "10 m",
                "10m ",
                "10min",
                "5 minutes",
                "-5m",
                "+5m",
                "1000000000s",
                "٩s",
                "1M",
                "PT",
                "P1M",
                "PT99999999999999999999S"
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> DurationFormat.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("duration must be written like \"90s\", \"10m\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1S", "PT-1S", "P-1D"})
    void time_does_not_run_backwards(String text) {
        assertThatThrownBy(() -> DurationFormat.parse(text)).hasMessage("duration must not be negative");
    }
}
