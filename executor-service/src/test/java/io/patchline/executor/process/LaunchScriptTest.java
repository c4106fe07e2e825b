package io.patchline.executor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchScriptTest {

    @Test
    void a_value_cannot_break_out_of_its_quotes() {
        assertThat(LaunchScript.quoted("it's $(date) \\ \"x\"\n")).isEqualTo("'it'\\''s $(date) \\ \"x\"\n'");
    }

    @Test
    void a_name_that_is_no_variable_is_refused() {
        for (String name : new String[] {"", "A B", "1A", "A=B", "A;id", "É"}) {
            assertThatThrownBy(() -> text(Map.of(name, "value"))).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> text(Map.of("NUL", "a\0b"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limits_are_set_before_ready_is_said_and_the_command_comes_after_go() {
        assertThat(text(Map.of("NAME", "value")))
                .containsSubsequence(
                        "set -e",
                        "ulimit -c 0",
                        "ulimit -f",
                        "export NAME='value'",
                        "ulimit -p",
                        "printf '\\006",
                        "read -r go",
                        "exec bash");
    }

    private static String text(Map<String, String> environment) {
        CommandRequest request = new CommandRequest(
                "true",
                Path.of("/ws"),
                environment,
                Duration.ofSeconds(1),
                false,
                Path.of("/scratch"),
                OutputListener.NONE,
                new Cancellation());
        return LaunchScript.of(request, CommandLimits.DEFAULTS, "/run/patch/script");
    }
}
