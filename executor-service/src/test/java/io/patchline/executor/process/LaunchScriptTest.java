package io.patchline.executor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.executor.output.OutputListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchScriptTest {
    private static final LaunchScript.Place OWN = new LaunchScript.Place(Path.of("/run/patch"), true);

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
    void limits_are_set_before_ready_is_said_and_the_command_is_read_after_go() {
        assertThat(LaunchScript.launch(CommandLimits.DEFAULTS, OWN))
                .containsSubsequence(
                        "set -e",
                        "ulimit -c 0 -f 1048576 -u 512",
                        "printf '\\006",
                        "read -r go",
                        ". '/run/patch/command'",
                        ". '/run/patch/script'");
    }

    @Test
    void the_command_says_that_it_begins_before_anything_of_it_can_run() {
        assertThat(text(Map.of("NAME", "value")))
                .startsWith("printf '\\006")
                .containsSubsequence("set +e", "export NAME='value'");
    }

    @Test
    void where_commands_share_a_user_their_processes_are_not_counted() {
        LaunchScript.Place shared = new LaunchScript.Place(Path.of("/files"), false);
        assertThat(LaunchScript.launch(CommandLimits.DEFAULTS, shared)).contains("ulimit -c 0 -f 1048576\n");
    }

    @Test
    void a_tier_has_variables_of_its_own_and_the_command_may_replace_them() {
        assertThat(LaunchScript.command(request(Map.of("HOME", "/mine")), OWN, Map.of("TMPDIR", "/t", "HOME", "/seen")))
                .contains("export TMPDIR='/t' ", "export HOME='/mine' ")
                .doesNotContain("/seen");
    }

    private static String text(Map<String, String> environment) {
        return LaunchScript.command(request(environment), OWN, Map.of());
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
