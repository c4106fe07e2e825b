package io.patchline.executor.spawn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both ways to start processes promise. */
@Isolated("it counts the descriptors of the JVM")
class SpawnerTest {
    private static final Path ROOT = Path.of("/");
    private final List<Spawner> spawners = new ArrayList<>();

    enum Way {
        POSIX,
        JDK
    }

    private Spawner spawner(Way way) throws IOException {
        Spawner spawner = switch (way) {
            case POSIX -> new PosixSpawner();
            case JDK -> new JdkSpawner();
        };
        spawners.add(spawner);
        return spawner;
    }

    @AfterEach
    void closeAll() {
        spawners.forEach(Spawner::close);
    }

    private static String outputOf(Process process) throws IOException {
        try (var input = process.getOutputStream();
                var output = process.getInputStream();
                var error = process.getErrorStream()) {
            input.close();
            return new String(output.readAllBytes(), UTF_8) + new String(error.readAllBytes(), UTF_8);
        }
    }

    private String outputOf(Way way, String... line) throws IOException {
        return outputOf(spawner(way).start(List.of(line), ROOT));
    }

    @ParameterizedTest
    @EnumSource
    void a_process_has_no_descriptors_but_its_standard_streams(Way way) throws IOException {
        // The shell's own list has the descriptor that it is read by.
        assertThat(outputOf(way, "/bin/bash", "-c", "cd /proc/self/fd && echo *; for f in 0 1 2; do readlink $f; done"))
                .matches("0 1 2( 3)?\n(pipe:\\[[0-9]+]\n){3}");
    }

    @ParameterizedTest
    @EnumSource
    void its_environment_is_empty_its_directory_the_one_asked_for_and_its_words_those_given(Way way)
            throws IOException {
        assertThat(outputOf(way, "/usr/bin/env")).isEmpty();
        Path directory = Files.createTempDirectory("größe ✅");
        try {
            Process process = spawner(way)
                    .start(List.of("/bin/sh", "-c", "pwd; printf '%s|' \"$@\"", "sh", "", "a b", "✅\n"), directory);
            assertThat(outputOf(process)).isEqualTo(directory + "\n|a b|✅\n|");
        } finally {
            Files.delete(directory);
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_signal_is_blocked_or_ignored(Way way) throws IOException {
        // But for 32 and 33, which the C library keeps for itself; and SIGHUP, SIGINT and SIGQUIT with the JDK's way,
        // where whoever started this JVM ignores them, as nohup does, and a shell for what it runs in the background.
        String last = way == Way.JDK ? "[0-7]" : "0";
        assertThat(outputOf(way, "/bin/grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"))
                .matches("SigBlk:\t0{16}\nSigIgn:\t0{7}[01][08]0{6}" + last + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void how_it_ended_is_told_and_nothing_of_it_stays(Way way) throws IOException, InterruptedException {
        long before = openDescriptors();
        for (String[] end :
                new String[][] {{"exit 0", "0"}, {"exit 255", "255"}, {"kill -9 $$", "137"}, {"exit 137", "137"}}) {
            Process process = spawner(way).start(List.of("/bin/sh", "-c", end[0]), ROOT);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(end[0]).isEqualTo(Integer.parseInt(end[1]));
            assertThat(process.isAlive()).isFalse();
            assertThat(outputOf(process)).isEmpty();
            assertThat(ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
        closeAll();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(openDescriptors()).isLessThanOrEqualTo(before));
    }

    @ParameterizedTest
    @EnumSource
    void it_is_signalled_while_it_runs_and_nobody_is_afterwards(Way way) throws IOException {
        Process process = spawner(way).start(List.of("/bin/sleep", "60"), ROOT);
        assertThat(process.isAlive()).isTrue();
        assertThatThrownBy(process::exitValue).isInstanceOf(IllegalThreadStateException.class);
        process.destroy();
        assertThat(process.onExit().join().exitValue()).isEqualTo(143);
        Process unused = process.destroyForcibly();
        assertThat(process.toHandle().destroyForcibly()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void its_end_is_told_though_another_holds_its_output_open(Way way) throws IOException, InterruptedException {
        Process process = spawner(way).start(List.of("/bin/bash", "-c", "sleep 30 & echo $!"), ROOT);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String sleeper = process.inputReader().readLine();
        ProcessHandle.of(Long.parseLong(sleeper)).orElseThrow().destroyForcibly();
        outputOf(process);
    }

    @ParameterizedTest
    @EnumSource
    void what_cannot_be_started_is_told_and_holds_nothing(Way way) throws IOException {
        Spawner spawner = spawner(way);
        long before = openDescriptors();
        assertThatThrownBy(() -> spawner.start(List.of("/no/such/program"), ROOT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot run program \"/no/such/program\" (in directory \"/\")")
                .hasMessageContaining("error: 2 (No such file or directory)");
        assertThatThrownBy(() -> spawner.start(List.of("/bin/true"), Path.of("/no/such/directory")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such file or directory");
        assertThatThrownBy(() -> spawner.start(List.of("/bin/echo", "a\0b"), ROOT))
                .isInstanceOf(IOException.class);
        assertThat(openDescriptors()).isLessThanOrEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void a_user_who_gets_its_output_can_open_it_anew(Way way) throws IOException {
        assertThat(outputOf(way, "/bin/sh", "-c", "sleep 0.2; stat -L -c %a /dev/stdout"))
                .isEqualTo("666\n");
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }
}
