package io.patchline.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of our scripts, run to its end within a bound.
 *
 * <p>It writes to a file and not to a pipe: a process that it leaves behind may hold its output open for as long as it likes.
 */
public final class Script {
    private static final int SHOWN = 4000;

    private Script() {}

    /** How it ended and what it wrote. */
    public record Answer(int exitCode, String output) {}

    /**
     * Runs it without input.
     *
     * @throws AssertionError if it has not ended after this time, with the end of what it wrote; it and its children are then killed
     */
    public static Answer run(Duration atMost, List<String> line) {
        try {
            Path output = Files.createTempFile("patchline-script-", ".log");
            try {
                return run(atMost, line, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it waited for " + line, e);
        }
    }

    /** Runs it, and throws if its exit code is not 0. */
    public static void succeed(Duration atMost, List<String> line) {
        Answer answer = run(atMost, line);
        if (answer.exitCode() != 0) {
            throw new IllegalStateException(line + " ended with " + answer.exitCode() + ": " + answer.output());
        }
    }

    private static Answer run(Duration atMost, List<String> line, Path output)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        boolean ended = false;
        try {
            ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                // The script before its children: it would go on with its next line.
                List<ProcessHandle> children = process.descendants().toList();
                process.destroyForcibly().waitFor();
                children.forEach(ProcessHandle::destroyForcibly);
            }
        }
        String said = Files.readString(output);
        if (!ended) {
            String tail = said.substring(Math.max(0, said.length() - SHOWN));
            throw new AssertionError(
                    "%s had not ended after %s; the end of its output: %s".formatted(line, atMost, tail));
        }
        return new Answer(process.exitValue(), said);
    }
}
