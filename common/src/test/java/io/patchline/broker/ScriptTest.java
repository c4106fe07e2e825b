package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {

    @Test
    void a_child_that_keeps_the_output_open_is_not_waited_for() {
        long began = System.nanoTime();
        Script.Answer answer = Script.run(Duration.ofSeconds(20), shell("echo started; sleep 30 & exit 3"));
        assertThat(answer).isEqualTo(new Script.Answer(3, "started\n"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void one_that_does_not_end_is_killed_and_what_it_wrote_is_told() {
        assertThatThrownBy(() -> Script.run(Duration.ofMillis(500), shell("echo joining; sleep 30; echo joined")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("had not ended after PT0.5S")
                .hasMessageEndingWith("joining\n");
    }

    @Test
    void it_finds_no_input() {
        assertThat(Script.run(Duration.ofSeconds(10), shell("wc -c")).output().strip())
                .isEqualTo("0");
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }
}
