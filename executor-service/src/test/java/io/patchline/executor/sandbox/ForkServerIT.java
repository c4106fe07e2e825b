package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.EndingCases.assertExited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What forks the supervisors of the tiers without bubblewrap: that commands do not meet each other in it, and what becomes of commands when somebody ends or stops it. Here without a sandbox, where a command of the executor's own user can. */
@TestInstance(PER_CLASS)
class ForkServerIT {
    @RegisterExtension
    static final Workbench BENCH = Workbench.unconfined();

    @Test
    void one_process_forks_the_supervisors_of_all_commands() {
        long server = server().pid();
        assertExited(BENCH.run("true"), 0, "");
        assertExited(BENCH.run("exit 3"), 3, "");
        assertThat(server().pid()).isEqualTo(server);
        assertThat(server().parent().orElseThrow()).isEqualTo(ProcessHandle.current());
    }

    @Test
    void a_supervisor_is_a_child_of_the_executor_and_says_what_it_supervises() {
        String line = BENCH.outputOf("sed -n 's/^PPid:.//p' /proc/$PPID/status; tr '\\0' ' ' </proc/$PPID/cmdline");
        assertThat(line)
                .startsWith(ProcessHandle.current().pid() + "\nsupervise " + BENCH.root())
                .contains("/run-");
    }

    @Test
    void neither_server_nor_supervisor_nor_command_has_a_descriptor_of_another() throws Exception {
        String wait = "echo $PPID >>parents; ls /proc/self/fd; until [ -e go ]; do :; done";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ProcessResult>> both =
                    List.of(threads.submit(() -> BENCH.run(wait)), threads.submit(() -> BENCH.run(wait)));
            Path parents = BENCH.workspace().resolve("parents");
            await().atMost(Workbench.LONG)
                    .until(() ->
                            Files.exists(parents) && Files.readAllLines(parents).size() == 2);
            List<String> all = new ArrayList<>(descriptors(server().pid()));
            assertThat(all)
                    .as("a socket, nothing to write to, where its errors go")
                    .hasSize(3);
            for (String supervisor : Files.readAllLines(parents)) {
                List<String> own = descriptors(Long.parseLong(supervisor));
                assertThat(own).noneMatch(file -> file.startsWith("socket:"));
                all.addAll(own.stream()
                        .filter(file -> file.startsWith("pipe:"))
                        .distinct()
                        .toList());
            }
            assertThat(all.stream().filter(file -> file.startsWith("pipe:")).distinct())
                    .hasSize((int) all.stream()
                                    .filter(file -> file.startsWith("pipe:"))
                                    .count()
                            - 1);
            Files.createFile(BENCH.workspace().resolve("go"));
            for (Future<ProcessResult> one : both) {
                assertExited(one.get(), 0, "0\n1\n2\n3\n");
            }
        }
    }

    private static List<String> descriptors(long process) throws IOException {
        try (var all = Files.list(Path.of("/proc/" + process + "/fd"))) {
            List<String> files = new ArrayList<>();
            for (Path descriptor : all.toList()) {
                files.add(Files.readSymbolicLink(descriptor).toString());
            }
            return files;
        }
    }

    @Test
    void where_it_is_killed_what_runs_goes_on_and_the_next_command_has_another() throws Exception {
        long server = server().pid();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ProcessResult> running =
                    threads.submit(() -> BENCH.run("echo began >>began; until [ -e go ]; do :; done; echo end"));
            await().atMost(Workbench.LONG)
                    .until(() -> Files.exists(BENCH.workspace().resolve("began")));
            server().destroyForcibly();
            await().atMost(Workbench.LONG).until(() -> servers().isEmpty());
            assertExited(BENCH.run("echo next"), 0, "next\n");
            Files.createFile(BENCH.workspace().resolve("go"));
            assertExited(running.get(), 0, "end\n");
        }
        assertThat(server().pid()).isNotEqualTo(server);
        assertThat(BENCH.workspace().resolve("began")).hasContent("began");
    }

    @Test
    void where_it_is_stopped_it_is_ended_and_the_next_command_has_another() throws Exception {
        ProcessHandle server = server();
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(server.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertExited(BENCH.run("echo once >>ran; echo next"), 0, "next\n");
        assertThat(BENCH.workspace().resolve("ran")).hasContent("once");
        assertThat(server.isAlive()).isFalse();
        assertThat(server().pid()).isNotEqualTo(server.pid());
    }

    @Test
    void commands_that_are_started_at_once_do_not_meet() throws Exception {
        List<Future<ProcessResult>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 24; i++) {
                int number = i;
                all.add(threads.submit(() -> BENCH.run("echo out " + number + "; exit " + number)));
            }
            for (int i = 0; i < all.size(); i++) {
                assertExited(all.get(i).get(), i, "out " + i + "\n");
            }
        }
    }

    private static ProcessHandle server() {
        if (servers().isEmpty()) {
            BENCH.outputOf("true");
        }
        return servers().getFirst();
    }

    private static List<ProcessHandle> servers() {
        return ProcessHandle.current()
                .children()
                .filter(Leftovers::isForkServer)
                .toList();
    }
}
