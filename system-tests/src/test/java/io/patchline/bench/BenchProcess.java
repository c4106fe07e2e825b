package io.patchline.bench;

import static java.lang.ProcessBuilder.Redirect.appendTo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that the benchmark started: it ends with it. */
final class BenchProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path errors;

    private BenchProcess(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
    }

    /** A process that only has to be there: what it prints goes to a file of this directory, so that no full pipe stops it. */
    static BenchProcess start(String name, Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        Path log = log(name, directory);
        return started(
                name,
                log,
                builder(directory, environment, command)
                        .redirectError(appendTo(log.toFile()))
                        .redirectOutput(appendTo(log.toFile())));
    }

    /** A process whose standard output is read by {@link #ask} or {@link #finish}; its errors go to a file of this directory. */
    static BenchProcess startTalking(String name, Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        Path log = log(name, directory);
        return started(name, log, builder(directory, environment, command).redirectError(appendTo(log.toFile())));
    }

    private static Path log(String name, Path directory) throws IOException {
        return Files.createTempFile(directory, name.replaceAll("[^a-zA-Z0-9]+", "-"), ".log");
    }

    private static ProcessBuilder builder(Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private static BenchProcess started(String name, Path log, ProcessBuilder builder) throws IOException {
        BenchProcess process = new BenchProcess(name, builder.start(), log);
        Runtime.getRuntime().addShutdownHook(new Thread(process::close));
        return process;
    }

    String name() {
        return name;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** The process and all that it started. */
    List<ProcessHandle> family() {
        return Stream.concat(Stream.of(handle()), process.descendants()).toList();
    }

    /** The JVM that it is, or is the parent of. */
    ProcessHandle jvm() {
        return family().stream()
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow();
    }

    BufferedReader output() {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    /** Sends a line, and returns the line that it answers. */
    String ask(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        return awaitLine();
    }

    String awaitLine() throws IOException {
        String answer = output().readLine();
        if (answer == null) {
            throw new IOException(name + " ended: " + Files.readString(errors));
        }
        return answer;
    }

    /** Its whole output, after it has ended well. */
    String finish() throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(
                    "%s ended with %d: %s%s".formatted(name, process.exitValue(), output, Files.readString(errors)));
        }
        return output;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
