package io.patchline.firedrill;

import static org.awaitility.Awaitility.await;

import io.patchline.system.ServiceProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One service that is started again and again, behind a network of its own. What befalls it befalls it one thing after the other. */
final class Replica implements AutoCloseable {
    private static final Duration BUSY_WITHIN = Duration.ofSeconds(15);
    private static final Duration BUSY_LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final String module;
    private final Path directory;
    private final Map<String, String> settings;
    private final TcpProxy network;
    private final List<String> lastWords = new ArrayList<>();
    private volatile ServiceProcess process;

    /**
     * @param settings with the broker's address behind the network
     */
    Replica(String module, Path directory, Map<String, String> settings, TcpProxy network) {
        this.module = module;
        this.directory = directory;
        this.settings = Map.copyOf(settings);
        this.network = network;
        this.process = start(Map.of());
    }

    TcpProxy network() {
        return network;
    }

    URI at(String path) {
        return process.at(path);
    }

    synchronized void kill9() {
        process.kill9();
    }

    /** Waits until it is in the middle of a patch, but not for long: what is idle when it dies proves little. */
    void awaitBusy() {
        long end = System.nanoTime() + BUSY_WITHIN.toNanos();
        while (System.nanoTime() < end && !get("/status").contains("\"since\"")) {
            LockSupport.parkNanos(BUSY_LOOK_EVERY.toNanos());
        }
    }

    /** What it said last each time that it ended by itself. */
    synchronized List<String> lastWords() {
        return List.copyOf(lastWords);
    }

    /** Does nothing where it runs. */
    synchronized void startAgain(Map<String, String> more) {
        if (!process.isAlive()) {
            process = start(more);
        }
    }

    /** Not to be killed by others meanwhile. */
    synchronized void whileFrozen(Runnable pause) {
        if (process.isAlive()) {
            process.freeze();
            pause.run();
            process.thaw();
        }
    }

    /** One that ended by itself, because the disk was full when it started for instance, is started again. */
    void awaitReady() {
        await().atMost(READY_WITHIN).pollInterval(Duration.ofMillis(250)).until(() -> {
            revive();
            return isReady();
        });
    }

    private synchronized void revive() {
        if (!process.isAlive()) {
            lastWords.add(module + ": " + process.log().lines().reduce("", (before, line) -> line));
            process = start(Map.of());
        }
    }

    /** SIGTERM, and its end. */
    synchronized void stop() {
        process.terminate();
        process.awaitExit(Duration.ofSeconds(90));
    }

    @Override
    public synchronized void close() {
        process.close();
        network.close();
    }

    private boolean isReady() {
        return !get("/q/health/ready").isEmpty();
    }

    /** The body of a 200, empty otherwise. */
    private String get(String path) {
        try {
            HttpURLConnection look = (HttpURLConnection) at(path).toURL().openConnection();
            look.setConnectTimeout(2_000);
            look.setReadTimeout(5_000);
            return look.getResponseCode() == 200
                    ? new String(look.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException notYet) {
            return "";
        }
    }

    private ServiceProcess start(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return ServiceProcess.start(module, directory, ServiceProcess.freePort(), all);
    }
}
