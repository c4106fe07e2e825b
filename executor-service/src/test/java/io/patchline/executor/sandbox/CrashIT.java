package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An executor that dies, is process 1, or is told to stop: the cases 14, 15, 16 and 19. */
class CrashIT {
    private static final int LAUNCHES = Integer.getInteger("patchline.it.crashes", 200);
    private static final int LAUNCHES_PER_EXECUTOR = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Path root = Path.of("/");
    private Path workspace = Path.of("/");

    @BeforeEach
    void makeWorkspace() throws IOException {
        SandboxRoot made = SandboxRoot.create("patchline-crash");
        root = made.root();
        workspace = made.workspace();
        Files.createDirectory(root.resolve("scratch"));
    }

    @AfterEach
    void removeWorkspace() throws IOException {
        SandboxRoot.remove(root);
    }

    @Test
    void case_14_an_executor_killed_within_milliseconds_of_launches_leaves_no_command_running() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int killed = 0;
        for (int launches = 0; launches < LAUNCHES || isTooSoonYet(launches); launches += LAUNCHES_PER_EXECUTOR) {
            Process executor = executor("bubblewrap", LAUNCHES_PER_EXECUTOR, 2_500);
            awaitLine(executor, "launching");
            LockSupport.parkNanos(
                    TimeUnit.MICROSECONDS.toNanos(random.nextInt(60_000 * (1 + 2 * (launches / LAUNCHES)))));
            kill(executor);
            killed++;
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Leftovers.since(workspace).commands())
                            .as("seed %d", seed)
                            .isEmpty());
        }
        assertThat(killed).isGreaterThanOrEqualTo((LAUNCHES + LAUNCHES_PER_EXECUTOR - 1) / LAUNCHES_PER_EXECUTOR);
        assertThat(started())
                .as("commands that had started before their executor was killed")
                .isPositive();
        Sandbox.open(SandboxSettings.DEFAULTS, TestLimits.QUICK, workspace, root.resolve("ground"))
                .close();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Leftovers.since(workspace).processes())
                        .as("swept by the next executor")
                        .isEmpty());
    }

    /** On a machine so busy that every kill came before the first command began, executors are killed later and later. */
    private boolean isTooSoonYet(int launches) throws IOException {
        return launches < 10 * LAUNCHES && started() == 0;
    }

    @Test
    void case_15_an_executor_killed_in_the_middle_of_commands_takes_them_with_it_and_the_next_sweeps_up()
            throws IOException {
        Process executor = executor("bubblewrap", 4, 0);
        awaitLine(executor, "launching");
        await().atMost(PATIENCE).until(() -> started() == 4);
        kill(executor);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Leftovers.since(workspace).processes()).isEmpty());
        assertThat(root.resolve("ground")).isNotEmptyDirectory();

        try (Sandbox next =
                        Sandbox.open(SandboxSettings.DEFAULTS, TestLimits.QUICK, workspace, root.resolve("ground"));
                Stream<Path> grounds = Files.list(root.resolve("ground"))) {
            assertThat(next.state()).isInstanceOf(SandboxState.Ready.class);
            assertThat(grounds).hasSize(1);
        }
    }

    @Test
    void case_15_sandboxes_that_wait_for_commands_end_with_a_killed_executor_and_the_next_sweeps_up()
            throws IOException {
        Process executor = executor("bubblewrap", 0, 0);
        awaitLine(executor, "launching");
        assertThat(executor.descendants()).isNotEmpty();
        kill(executor);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Leftovers.since(workspace).processes()).isEmpty());
        assertThat(runDirectories()).isNotEmpty();

        Sandbox.open(SandboxSettings.DEFAULTS, TestLimits.QUICK, workspace, root.resolve("ground"))
                .close();
        assertThat(root.resolve("ground")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"landlock", "none"})
    void case_15_what_forks_supervisors_ends_with_a_killed_executor_and_so_do_they(String tier) throws IOException {
        Process executor = executor(tier, 2, 0);
        awaitLine(executor, "launching");
        await().atMost(PATIENCE).until(() -> started() == 2);
        List<ProcessHandle> all = executor.descendants().toList();
        assertThat(all.stream().filter(Leftovers::isForkServer)).hasSize(1);
        kill(executor);
        await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    @ParameterizedTest
    @ValueSource(strings = {"landlock", "none"})
    void case_14_without_a_namespace_the_supervisor_ends_the_commands_of_a_killed_executor(String tier)
            throws IOException {
        for (int round = 0; round < 5; round++) {
            Process executor = executor(tier, LAUNCHES_PER_EXECUTOR, 2_500);
            awaitLine(executor, "launching");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20L * round));
            kill(executor);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(Leftovers.since(workspace).processes()).isEmpty());
        }
        assertThat(started())
                .as("commands that had started before their executor was killed")
                .isPositive();
    }

    @Test
    void case_19_an_executor_that_is_process_1_is_refused_because_nobody_would_reap() throws IOException {
        Process executor =
                start(Stream.concat(Stream.of("unshare", "--pid", "--fork", "--mount-proc"), java("bubblewrap", 1, 0)));
        String summary = new String(executor.getInputStream().readAllBytes(), UTF_8);
        executor.onExit().join();
        executor.getInputStream().close();

        assertThat(summary)
                .contains("there is an init")
                .contains("docker run --init")
                .doesNotContain("launching");
    }

    private List<Path> runDirectories() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("ground"), 2)) {
            return files.filter(file -> file.getFileName().toString().startsWith("run-"))
                    .toList();
        }
    }

    private long started() throws IOException {
        try (Stream<Path> files = Files.list(workspace)) {
            return files.filter(file -> file.getFileName().toString().startsWith("started-"))
                    .count();
        }
    }

    private Process executor(String tier, int commands, long pauseMicros) throws IOException {
        return start(java(tier, commands, pauseMicros));
    }

    private Stream<String> java(String tier, int commands, long pauseMicros) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                ExecutorToKill.class.getName(),
                tier,
                root.toString(),
                Integer.toString(commands),
                Long.toString(pauseMicros));
    }

    private static Process start(Stream<String> commandLine) throws IOException {
        return new ProcessBuilder(commandLine.toList())
                .redirectErrorStream(true)
                .start();
    }

    private static void awaitLine(Process executor, String expected) throws IOException {
        BufferedReader lines = executor.inputReader();
        List<String> read = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            read.add(line);
            if (line.equals(expected)) {
                return;
            }
        }
        throw new AssertionError("the executor ended: " + read);
    }

    private static void kill(Process executor) throws IOException {
        executor.toHandle().destroyForcibly();
        executor.onExit().join();
        executor.getInputStream().close();
        executor.getOutputStream().close();
    }
}
