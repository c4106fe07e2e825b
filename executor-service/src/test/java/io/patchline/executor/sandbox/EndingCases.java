package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.Workbench.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Cancellation.Reason;
import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How commands end in each tier, and that nothing of them goes on: the cases 7 to 12, 17, 18, 42 and 43. */
@TestInstance(PER_CLASS)
abstract class EndingCases {
    private static final Duration SHORT = Duration.ofMillis(700);

    @RegisterExtension
    final Workbench bench;

    EndingCases(Workbench bench) {
        this.bench = bench;
    }

    @Test
    void case_07_a_background_process_that_holds_the_output_does_not_hold_up_the_end() {
        ProcessResult result = bench.run("setsid nohup sleep 4242 & echo hi");

        assertExited(result, 0, "hi\n");
        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void case_08_a_daemon_without_standard_streams_dies_with_its_command() {
        assertExited(
                bench.run("( setsid sh -c 'exec sleep 4242' </dev/null >/dev/null 2>&1 & ) & wait; echo done"),
                0,
                "done\n");
    }

    @Test
    void what_a_command_left_running_is_named() {
        ProcessResult result = bench.run("""
                nohup sh -c 'sleep 4242; echo up' >log 2>&1 &
                (setsid perl -e '$0 = "my (odd) name\033["; sleep 4242' </dev/null >/dev/null 2>&1 &)
                until grep -qs 'odd' /proc/[0-9]*/comm; do :; done
                trap 'echo bye' EXIT
                exec bash -c 'echo started; exit 3'
                """);

        assertExited(result, 3, "started\n");
        assertThat(((ProcessResult.Exited) result).remaining())
                .containsExactlyInAnyOrder("sh", "sleep", "my (odd) name?[");
    }

    @Test
    void the_standard_streams_can_be_opened_by_their_names() {
        assertExited(
                bench.run(
                        "echo a >/dev/stdout; echo b >/dev/stderr; cat /dev/stdin; echo c | tee /dev/stderr >/dev/fd/1"),
                0,
                "a\nb\nc\nc\n");
    }

    @Test
    void directory_variables_and_strictness_are_the_commands_own() throws IOException {
        assertExited(bench.run("mkdir -p sub/deep; chmod 755 sub"), 0, "");

        assertExited(
                bench.run(ask("pwd | sed 's,.*/,,'; echo \"$WHO\"; false; echo on")
                        .with(Map.of("WHO", "me you"))
                        .in("sub/deep")),
                0,
                "deep\nme you\non\n");
        assertExited(bench.run(ask("echo a; false | cat; echo b").strictly()), 1, "a\n");
        ProcessResult notSet = bench.run(ask("echo \"$NOT_SET\"; echo b").strictly());
        assertThat(((ProcessResult.Exited) notSet).code()).isEqualTo(1);
        assertThat(notSet.output().head()).endsWith("NOT_SET: unbound variable\n");
        ProcessResult nowhere = bench.run(ask("echo ran").in("sub/none"));
        assertThat(((ProcessResult.Exited) nowhere).code()).isEqualTo(1);
        assertThat(nowhere.output().head())
                .contains("there is no directory sub/none")
                .doesNotContain("ran");
    }

    @Test
    void nothing_is_named_where_nothing_was_left() {
        for (String script : new String[] {
            "true",
            "sleep 0.01 & wait",
            "exec > >(cat >>file); echo x",
            "sleep 0.03 & echo soon",
            "yes | head -1",
            "sleep 4242 & kill -KILL $!; sleep 0.01"
        }) {
            ProcessResult result = bench.run(script);
            assertThat(result).isInstanceOf(ProcessResult.Exited.class);
            assertThat(((ProcessResult.Exited) result).remaining()).as(script).isEmpty();
        }
    }

    @Test
    void what_ran_at_the_timeout_is_named() {
        ProcessResult result = bench.run(ask("echo serving; sleep 4242").within(SHORT));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(((ProcessResult.TimedOut) result).running()).containsExactly("sleep");
    }

    @Test
    void case_09_a_process_that_keeps_forking_into_new_sessions_is_caught() throws Exception {
        Path beat = bench.workspace().resolve("beat");
        String hopper =
                "hop() { date +%s%N >beat; (setsid bash -c \"$(declare -f hop); hop\" >/dev/null 2>&1 &); }; hop; ";

        ProcessResult result = bench.run(ask(hopper + "sleep 4242").within(SHORT));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        String last = Files.readString(beat);
        await().during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(2))
                .until(() -> Files.readString(beat).equals(last));
    }

    @Test
    void case_10_a_command_that_ignores_every_polite_signal_is_killed_after_the_grace() {
        ProcessResult result = bench.run(ask("trap '' TERM INT HUP; echo stubborn; while :; do sleep 0.1; done")
                .within(SHORT));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(result.output().head()).isEqualTo("stubborn\n");
        assertThat(result.elapsed()).isBetween(SHORT.plusMillis(490), SHORT.plusSeconds(4));
    }

    @Test
    void case_11_a_stopped_process_is_killed_too() {
        ProcessResult result = bench.run(
                ask("sleep 4242 & kill -STOP $!; echo stopped; kill -STOP $$").within(SHORT));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(result.output().head()).isEqualTo("stopped\n");
    }

    @Test
    void case_12_what_a_command_says_while_it_is_terminated_is_kept() {
        ProcessResult result = bench.run(ask("trap 'echo tidying up; exit 7' TERM; echo working; sleep 4242 & wait")
                .within(SHORT));

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(result.output().head()).isEqualTo("working\ntidying up\n");
        assertThat(result.elapsed()).isLessThan(SHORT.plusMillis(450));
    }

    @Test
    void case_17_a_command_launched_from_a_thread_that_ends_lives_to_completion() throws Exception {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<ProcessResult> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> Thread.startVirtualThread(
                () -> result.complete(bench.run(ask("sleep 1; echo alive").cancelledBy(cancellation)))));

        assertExited(result.get(), 0, "alive\n");
    }

    @Test
    void case_18_a_command_cancelled_before_it_starts_does_not_run() {
        Cancellation cancellation = new Cancellation();
        cancellation.request(Reason.REQUESTED);

        ProcessResult result = bench.run(ask("touch ran").cancelledBy(cancellation));

        assertCancelled(result, Reason.REQUESTED, "");
        assertThat(bench.workspace().resolve("ran")).doesNotExist();
    }

    @Test
    void case_18_a_command_cancelled_at_any_moment_of_its_launch_ends_once_and_leaves_nothing() {
        for (int step = 0; step < 30; step++) {
            Cancellation cancellation = new Cancellation();
            CompletableFuture<Void> asked = CompletableFuture.runAsync(
                    () -> cancellation.request(Reason.SHUTDOWN),
                    CompletableFuture.delayedExecutor(step, TimeUnit.MILLISECONDS));

            ProcessResult result = bench.run(ask("sleep 4242").cancelledBy(cancellation));

            assertCancelled(result, Reason.SHUTDOWN, "");
            asked.join();
        }
    }

    @Test
    void case_18_cancelling_twice_and_after_the_end_changes_nothing() {
        Cancellation cancellation = new Cancellation();
        ProcessResult running = bench.run(
                ask("echo started; sleep 4242").cancelledBy(cancellation).heardBy(text -> {
                    cancellation.request(Reason.REQUESTED);
                    cancellation.request(Reason.SHUTDOWN);
                }));
        assertCancelled(running, Reason.REQUESTED, "started\n");

        Cancellation late = new Cancellation();
        ProcessResult ended = bench.run(ask("echo done").cancelledBy(late));
        late.request(Reason.REQUESTED);
        assertExited(ended, 0, "done\n");
    }

    @Test
    void case_43_codes_of_the_shell_are_told_as_they_are() {
        assertExited(bench.run("exit 1"), 1, "");
        assertThat(((ProcessResult.Exited) bench.run("./no-such-program")).code())
                .isEqualTo(127);
        assertThat(((ProcessResult.Exited) bench.run("echo text >file; ./file")).code())
                .isEqualTo(126);
        assertExited(bench.run("exit 125"), 125, "");
        assertExited(bench.run("exit 255"), 255, "");
    }

    @Test
    void case_43_death_by_a_signal_is_told_by_the_name_of_the_signal() {
        assertSignalled(bench.run("kill -KILL $$"), "SIGKILL");
        assertSignalled(bench.run("kill -TERM $$"), "SIGTERM");
    }

    @Test
    void case_09_a_process_that_forks_as_fast_as_it_can_and_always_dies_at_once_is_caught() {
        String runner =
                "perl -e 'exit if fork; while (1) { fork and exit; setpgrp }' >/dev/null 2>&1 </dev/null; echo left";

        assertExited(bench.run(runner), 0, "left\n");
    }

    @Test
    void case_43_a_timeout_is_none_of_them() {
        assertThat(bench.run(ask("trap 'exit 137' TERM; sleep 4242 & wait").within(SHORT)))
                .isInstanceOf(ProcessResult.TimedOut.class);
    }

    static void assertExited(ProcessResult result, int code, String output) {
        assertThat(result).isInstanceOf(ProcessResult.Exited.class);
        assertThat(result.output().head()).isEqualTo(output);
        assertThat(((ProcessResult.Exited) result).code()).isEqualTo(code);
    }

    static void assertSignalled(ProcessResult result, String signal) {
        assertThat(result).isInstanceOf(ProcessResult.Signalled.class);
        assertThat(((ProcessResult.Signalled) result).signal()).isEqualTo(signal);
    }

    private static void assertCancelled(ProcessResult result, Reason reason, String output) {
        assertThat(result).isInstanceOf(ProcessResult.Cancelled.class);
        assertThat(((ProcessResult.Cancelled) result).reason()).isEqualTo(reason);
        assertThat(result.output().head()).isEqualTo(output);
    }
}
