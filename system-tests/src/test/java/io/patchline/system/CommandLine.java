package io.patchline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built command {@code patchline} as a process, with standard output and standard error in files. */
final class CommandLine implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("patchline.root"));

    private final Process process;
    private final Path out;
    private final Path err;

    /**
     * How it ended.
     *
     * @param exit its exit code
     */
    record Ended(int exit, String out, String err) {}

    private CommandLine(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a command.
     *
     * @param url the service
     * @param token its token's file
     */
    static CommandLine start(Path directory, String url, Path token, String... arguments) {
        try {
            Path out = Files.createTempFile(directory, "command-", ".out");
            Path err = Files.createTempFile(directory, "command-", ".err");
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-jar",
                    ROOT.resolve("cli/target/patchline.jar").toString()));
            line.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("PATCHLINE_URL", url);
            builder.environment().put("PATCHLINE_TOKEN_FILE", token.toString());
            builder.environment()
                    .put("PATCHLINE_CONFIG", directory.resolve("contexts.json").toString());
            builder.environment().put("PATCHLINE_TERMINAL", "");
            return new CommandLine(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end. */
    Ended await(Duration most) {
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + most + "\n" + read(err));
            }
            return new Ended(process.exitValue(), read(out), read(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it has written to standard output so far. */
    String outSoFar() {
        return read(out);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
