package io.patchline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
     * Starts a command, with nothing on its standard input.
     *
     * @param url the service
     * @param token its token's file
     */
    static CommandLine start(Path directory, String url, Path token, String... arguments) {
        Map<String, String> service = Map.of("PATCHLINE_URL", url, "PATCHLINE_TOKEN_FILE", token.toString());
        return start(directory, Path.of("/dev/null"), service, arguments);
    }

    /**
     * @param input standard input
     * @param variables of the environment, beside the file of contexts
     */
    static CommandLine start(Path directory, Path input, Map<String, String> variables, String... arguments) {
        try {
            Path out = Files.createTempFile(directory, "command-", ".out");
            Path err = Files.createTempFile(directory, "command-", ".err");
            List<String> line =
                    new ArrayList<>(List.of(ROOT.resolve("deploy/cli/patchline").toString()));
            line.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(input.toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PATCHLINE_"));
            builder.environment().putAll(variables);
            builder.environment()
                    .putAll(Map.of(
                            "JAVA_HOME",
                            System.getProperty("java.home"),
                            "PATCHLINE_JAR",
                            jarWithCache().toString(),
                            "PATCHLINE_CONFIG",
                            directory.resolve("config/contexts.json").toString(),
                            "PATCHLINE_TERMINAL",
                            ""));
            return new CommandLine(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jar, with the cache of classes beside it that an installation has, too: it halves the time of these tests. */
    private static synchronized Path jarWithCache() throws IOException {
        Path jar = ROOT.resolve("cli/target/patchline.jar");
        Path cache = ROOT.resolve("cli/target/patchline.aot");
        if (!Files.exists(cache) || Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) < 0) {
            ProcessBuilder made = new ProcessBuilder(
                            ROOT.resolve("deploy/cli/cache").toString(), jar.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            made.environment().put("JAVA_HOME", System.getProperty("java.home"));
            await(made.start());
        }
        return jar;
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("no cache of classes was made");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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
