package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log files of {@code ./patchline up}, by {@code deploy/local/logged.pl}. */
class LoggedCommandTest {
    private static final Path SCRIPT = Path.of(System.getProperty("patchline.root"), "deploy", "local", "logged.pl");
    private static final int BYTES = 2_000;
    private static final int KEPT = 2;

    @TempDir
    private Path directory;

    @Test
    void what_is_written_is_in_the_files_in_order_in_whole_lines_and_within_their_bounds() throws Exception {
        run("i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i + 1)); done");

        assertThat(lines()).containsExactlyElementsOf(numbered(300));
        assertThat(sizes()).hasSize(2).allMatch(size -> size <= BYTES);
    }

    @Test
    void of_very_much_the_end_is_kept() throws Exception {
        run("i=0; while [ $i -lt 9000 ]; do echo line $i; i=$((i + 1)); done");

        List<String> lines = lines();
        assertThat(lines).containsExactlyElementsOf(numbered(9000).subList(9000 - lines.size(), 9000));
        assertThat(sizes()).hasSize(1 + KEPT).allMatch(size -> size <= BYTES);
    }

    @Test
    void a_line_without_an_end_is_bounded_too() throws Exception {
        run("head -c 50000 /dev/zero | tr '\\0' x");

        assertThat(sizes()).hasSize(1 + KEPT).allMatch(size -> size <= BYTES);
    }

    @Test
    void the_process_is_the_command_itself_and_what_an_earlier_one_wrote_is_kept() throws Exception {
        run("echo earlier");
        long pid = run("echo $$; echo to stderr >&2");

        assertThat(log()).hasContent(pid + "\nto stderr\n");
        assertThat(directory.resolve("a.log.1")).hasContent("earlier\n");
    }

    @Test
    void where_nothing_can_be_written_the_command_goes_on_and_what_is_missing_is_counted() throws Exception {
        Path moved = directory.resolve("moved");
        // More than a pipe holds: when it is written, most of it has been read.
        String fill = "head -c 200000 /dev/zero | tr '\\0' x; echo; ";
        Process command = start("while [ ! -e %s/go ]; do sleep 0.05; done; ".formatted(directory)
                + fill
                + "touch %s/done; while [ ! -e %s/back ]; do sleep 0.05; done; echo again"
                        .formatted(directory, directory));
        await().until(() -> Files.exists(log()));
        Files.createDirectory(moved);
        Files.move(log(), moved.resolve("a.log"));
        Files.createDirectories(log().resolve("x"));
        Files.createDirectories(directory.resolve("a.log.1").resolve("x"));
        Files.createDirectories(directory.resolve("a.log.2").resolve("x"));

        Files.createFile(directory.resolve("go"));
        await().until(() -> Files.exists(directory.resolve("done")));
        Files.move(log(), moved.resolve("b"));
        Files.createFile(directory.resolve("back"));

        assertThat(command.waitFor()).isZero();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(Files.readString(log()))
                        .matches("\\[\\d+ bytes of this log could not be written]\nagain\n"));
    }

    private Path log() {
        return directory.resolve("a.log");
    }

    private Process start(String script) throws IOException {
        return new ProcessBuilder(
                        "perl",
                        SCRIPT.toString(),
                        log().toString(),
                        Integer.toString(BYTES),
                        Integer.toString(KEPT),
                        "sh",
                        "-c",
                        script)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The command's pid, after the last of its output is in the file. */
    private long run(String script) throws Exception {
        Process process = start(script);
        assertThat(process.waitFor()).isZero();
        await().until(() -> ProcessHandle.allProcesses()
                .noneMatch(other -> other.info()
                        .commandLine()
                        .filter(line -> line.contains(log().toString()))
                        .isPresent()));
        return process.pid();
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(number -> "line " + number).toList();
    }

    /** Of all files, the oldest first. */
    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files()) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private List<Long> sizes() throws IOException {
        return files().stream().map(LoggedCommandTest::size).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("a.log"))
                    .sorted((one, other) -> other.compareTo(one))
                    .toList();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
