package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.Workbench.ask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.ProcessResult;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is kept and told of the output: the cases 20 to 24. Their details are in the unit tests of package {@code process}. */
class OutputIT {
    private static final long MEBIBYTE = 1024L * 1024;
    private static final String SECRET = "correct-horse-battery";

    @RegisterExtension
    static final Workbench BENCH = Workbench.bubblewrap(TestLimits.limits(20 * MEBIBYTE, Duration.ofMillis(500)))
            .redacting(SECRET);

    @Test
    void case_20_endless_output_is_cut_off_at_the_limit_and_both_of_its_ends_are_kept() throws Exception {
        ProcessResult result = BENCH.run("echo first; yes");

        assertThat(result).isInstanceOf(ProcessResult.OutputLimitReached.class);
        assertThat(result.output().totalBytes()).isEqualTo(20 * MEBIBYTE);
        assertThat(result.output().head()).startsWith("first\ny\ny\n").hasSize(65536);
        assertThat(result.output().tail()).endsWith("y\ny\n").hasSize(65536);
        assertThat(result.output().omittedBytes()).isEqualTo(20 * MEBIBYTE - 2 * 65536);
        assertThat(Files.size(BENCH.fullOutput())).isEqualTo(16 * MEBIBYTE);
    }

    @Test
    void case_20_output_just_below_the_limit_is_no_offence_and_just_above_it_is_one_however_fast_it_comes() {
        assertThat(BENCH.run("head -c 20971520 /dev/zero | tr '\\0' x")).isInstanceOf(ProcessResult.Exited.class);
        for (int i = 0; i < 5; i++) {
            assertThat(BENCH.run("head -c 20971521 /dev/zero | tr '\\0' x"))
                    .isInstanceOf(ProcessResult.OutputLimitReached.class);
        }
    }

    @Test
    void case_21_one_endless_line_needs_no_more_memory_than_many_short_ones() {
        List<String> heard = new CopyOnWriteArrayList<>();
        ProcessResult result = BENCH.run(ask("tr '\\0' x </dev/zero").heardBy(heard::add));

        assertThat(result).isInstanceOf(ProcessResult.OutputLimitReached.class);
        assertThat(result.output().head()).matches("x{65536}");
        assertThat(heard).isNotEmpty().allMatch(piece -> piece.length() < 17_000);
    }

    @Test
    void case_22_characters_in_two_writes_are_whole_and_invalid_bytes_are_replaced() {
        assertThat(BENCH.outputOf("printf '\\360\\237'; sleep 0.1; printf '\\230\\200 \\377 ok\\n'"))
                .isEqualTo("😀 \ufffd ok\n");
    }

    @Test
    void case_23_control_sequences_are_nowhere_in_what_is_kept() throws Exception {
        assertThat(
                        BENCH.outputOf(
                                "printf 'a\\0b\\033[31mred\\033[0m\\033]0;t\\007\\n'; for i in 1 2 3; do printf '\\r%s%%' $i; done; echo"))
                .isEqualTo("abred\n3%\n");
        assertThat(Files.readString(BENCH.fullOutput())).endsWith("abred\n3%\n");
    }

    @Test
    void case_24_a_secret_is_nowhere_in_what_is_kept_or_told() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        String encoded = Base64.getEncoder().encodeToString(("user:" + SECRET + "!").getBytes(UTF_8));
        String script = "printf 'correct-ho'; sleep 0.1; echo 'rse-battery'; echo " + encoded
                + "; printf 'correct-\\033[1mhorse\\033[0m-battery\\n'";

        ProcessResult result = BENCH.run(ask(script).heardBy(heard::add));

        assertThat(result.output().head())
                .startsWith("***\n")
                .endsWith("***\n")
                .doesNotContain("horse", encoded.substring(8, 28));
        assertThat(String.join("", heard)).isEqualTo(result.output().head());
        assertThat(Files.readString(BENCH.fullOutput()))
                .endsWith(result.output().head())
                .doesNotContain("horse");
    }

    @Test
    void case_24_a_secret_at_the_end_of_the_head_does_not_show_its_beginning() {
        ProcessResult result = BENCH.run(
                "head -c 65530 /dev/zero | tr '\\0' x; echo " + SECRET + "; head -c 100000 /dev/zero | tr '\\0' y");

        assertThat(result.output().head()).endsWith("x***\ny" + "y");
        assertThat(result.output().tail()).matches("y+");
    }

    @Test
    void stdout_and_stderr_are_in_the_order_written() {
        String expected = IntStream.range(0, 1000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        assertThat(BENCH.outputOf("for i in $(seq 0 2 998); do echo $i; echo $((i+1)) >&2; done"))
                .isEqualTo(expected);
    }

    @Test
    void output_is_told_while_the_command_runs() {
        Cancellation cancellation = new Cancellation();
        ProcessResult result = BENCH.run(ask("echo first; sleep 4242")
                .cancelledBy(cancellation)
                .heardBy(text -> cancellation.request(Cancellation.Reason.REQUESTED)));

        assertThat(result).isInstanceOf(ProcessResult.Cancelled.class);
        assertThat(result.output().head()).isEqualTo("first\n");
    }
}
