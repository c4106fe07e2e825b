package io.patchline.executor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.executor.output.OutputListener;
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
                        "ulimit -c 0 -f 1048576 -u 512",
                        "export NAME='value'",
                        "printf '\\006",
                        "read -r go",
                        ". '/run/patch/script'");
    }

    @Test
    void where_commands_share_a_user_their_processes_are_not_counted() {
        LaunchScript.Place shared = new LaunchScript.Place("/script", false, Path.of("/w"), Map.of("TMPDIR", "/t"));
        assertThat(LaunchScript.of(request(Map.of()), CommandLimits.DEFAULTS, shared))
                .contains("ulimit -c 0 -f 1048576\n", "export TMPDIR='/t'\n");
    }

    private static String text(Map<String, String> environment) {
        LaunchScript.Place own = new LaunchScript.Place("/run/patch/script", true, Path.of("/w"), Map.of());
        return LaunchScript.of(request(environment), CommandLimits.DEFAULTS, own);
    }

    private static CommandRequest request(Map<String, String> environment) {
        return new CommandRequest(
                "true",
                Path.of("/ws"),
                environment,
                Duration.ofSeconds(1),
                false,
                Path.of("/scratch"),
                OutputListener.NONE,
                new Cancellation());
    }
}
