package io.patchline.firedrill;

import static org.awaitility.Awaitility.await;

import io.patchline.system.ServiceProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One service that is started again and again, behind a network of its own. What befalls it befalls it one thing after the other. */
final class Replica implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final String module;
    private final Path directory;
    private final Map<String, String> settings;
    private final TcpProxy network;
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
            startAgain(Map.of());
            return isReady();
        });
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
        try {
            HttpURLConnection look =
                    (HttpURLConnection) at("/q/health/ready").toURL().openConnection();
            look.setConnectTimeout(2_000);
            look.setReadTimeout(5_000);
            return look.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private ServiceProcess start(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return ServiceProcess.start(module, directory, ServiceProcess.freePort(), all);
    }
}
