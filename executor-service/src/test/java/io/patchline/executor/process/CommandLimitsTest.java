package io.patchline.executor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLimitsTest {

    @Test
    void the_defaults_are_what_the_documentation_says() {
        assertThat(CommandLimits.DEFAULTS)
                .isEqualTo(limits(64L << 20, 65536, 512, 1L << 30, Optional.empty(), Duration.ofSeconds(5)));
    }

    @Test
    void a_limit_that_no_command_could_live_with_is_refused() {
        Duration grace = Duration.ofSeconds(5);
        assertThatThrownBy(() -> limits(0, 65536, 512, 1024, Optional.empty(), grace))
                .hasMessageContaining("more than 0");
        assertThatThrownBy(() -> limits(1, 255, 512, 1024, Optional.empty(), grace))
                .hasMessageContaining("256 bytes");
        assertThatThrownBy(() -> limits(1, 256, 7, 1024, Optional.empty(), grace))
                .hasMessageContaining("8 processes");
        assertThatThrownBy(() -> limits(1, 256, 8, 511, Optional.empty(), grace))
                .hasMessageContaining("512 bytes");
        assertThatThrownBy(() -> limits(1, 256, 8, 512, Optional.of(1L), grace)).hasMessageContaining("1 MiB");
        assertThatThrownBy(() -> limits(1, 256, 8, 512, Optional.empty(), Duration.ofSeconds(-1)))
                .hasMessageContaining("negative");
    }

    private static CommandLimits limits(
            long output, int line, int processes, long file, Optional<Long> data, Duration grace) {
        return new CommandLimits(
                output,
                16L << 20,
                line,
                processes,
                file,
                256L << 20,
                data,
                CommandLimits.DEFAULTS.memoryBytes(),
                Duration.ofSeconds(10),
                grace);
    }
}
