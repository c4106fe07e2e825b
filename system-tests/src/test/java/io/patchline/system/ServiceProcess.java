package io.patchline.system;

import io.patchline.broker.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One of the built services as a process of its own, started as {@code java -jar}, with its log in a file. */
public final class ServiceProcess implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("patchline.root"));
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final int port;

    private ServiceProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * @param module whose build is started
     * @param settings environment variables for its configuration
     */
    public static ServiceProcess start(String module, Path directory, int port, Map<String, String> settings) {
        return start(Program.startedQuickly(module, "256m"), directory, port, settings);
    }

    /**
     * Starts a module as it is deployed, on a free port.
     *
     * @param options of the JVM, for its memory
     */
    public static ServiceProcess start(
            String module, List<String> options, Path directory, Map<String, String> settings) {
        return start(new Program(module, options), directory, freePort(), settings);
    }

    /** What is started, and with which options of the JVM. */
    record Program(String module, List<String> options) {
        /** With so much heap; compiled soon and not so well. */
        static Program startedQuickly(String module, String heap) {
            return new Program(module, List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1"));
        }
    }

    static ServiceProcess start(Program program, Path directory, int port, Map<String, String> settings) {
        String module = program.module();
        try {
            Path log = Files.createTempFile(directory, module + "-", ".log");
            ProcessBuilder builder = new ProcessBuilder(line(program))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("PATCHLINE_HTTP_PORT", Integer.toString(port));
            builder.environment().putAll(settings);
            Process process = builder.start();
            // Also when the test that has it never comes to close it.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "service-end"));
            return new ServiceProcess(process, log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> line(Program program) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("@" + ROOT.resolve("deploy/jvm/" + program.module() + ".options"));
        line.add("-XX:+ExitOnOutOfMemoryError");
        line.addAll(program.options());
        line.add("-jar");
        line.add(ROOT.resolve(program.module() + "/target/quarkus-app/quarkus-run.jar")
                .toString());
        return line;
    }

    /** Below the range of outgoing connections, one of which could otherwise take it before the service does. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another one is tried.
            }
        }
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** SIGTERM; returns at once. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill9() {
        kill();
        awaitExit(STOP_WITHIN);
    }

    /** SIGKILL; returns at once. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    public long pid() {
        return process.pid();
    }

    /** What it has taken of the processors so far. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGSTOP: it does nothing any more, and keeps all that it holds. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        Script.succeed(STOP_WITHIN, List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    /** The exit code, for which it waits. */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + atMost + "\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill9();
        }
    }
}
