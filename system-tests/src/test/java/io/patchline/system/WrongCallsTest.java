package io.patchline.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./patchline} says to a call that is none: which word is wrong, before all that there is. */
class WrongCallsTest {
    private static final Path SCRIPT = Path.of(System.getProperty("patchline.root"), "patchline");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            frobnicate | there is no command "frobnicate"
            up --executors many | --executors wants a number of executors, from 1, not "many"
            up --executors 0 | --executors wants a number of executors, from 1, not "0"
            up --executors | --executors wants a value
            up --repository | --repository wants a value
            up --repository '' | --repository wants a value
            up --branch '' --executors 2 | --branch wants a value
            up --repo x | up has no option "--repo"
            status now | status takes no argument, and got "now"
            down executor-1 | down takes no argument, and got "executor-1"
            logs executor-1 --follow | logs has no option "--follow"
            secrets --ssl | secrets has no option "--ssl"
            package here there | package takes one directory, and got "there" as well
            """)
    void the_word_that_is_wrong_comes_first_and_then_how_to_call_it(String call, String why) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
        List.of(call.split(" ")).forEach(word -> command.add(word.equals("''") ? "" : word));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(lines).startsWith("patchline: " + why, "", "Patchline on this machine:");
    }
}
