package io.patchline.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** So many patches a second to each site, whether the ones before have ended or not; each is waited for, and must succeed. */
final class SteadyLoad implements AutoCloseable {
    private static final int LANES = 64;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private volatile boolean closed;

    SteadyLoad(List<Site> sites, int perSecond) {
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        Thread.ofPlatform().daemon().name("steady-load").start(() -> submitAll(sites, interval));
    }

    private void submitAll(List<Site> sites, long interval) {
        long next = System.nanoTime();
        for (int lane = 0; !closed; lane = (lane + 1) % LANES) {
            String body = "{\"role\":\"command_patch\",\"patch\":\"true\",\"target_file\":\"lane-" + lane + "\"}";
            sites.forEach(site -> Thread.ofVirtual().start(() -> submit(site, body)));
            next += interval;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void submit(Site site, String body) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(site.at("/webhook"))
                            .header("Authorization", "Bearer " + Site.TOKEN)
                            .header("Content-Type", "application/json")
                            .header("Prefer", "wait=30")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() == 200 && answer.body().contains("\"succeeded\"")) {
                succeeded.incrementAndGet();
            } else {
                failed(answer + " " + answer.body());
            }
        } catch (IOException | InterruptedException e) {
            failed(e.toString());
        }
    }

    private void failed(String how) {
        if (!closed) {
            failure.compareAndSet(null, how);
        }
    }

    /** @throws IOException if one patch did not succeed, or none has since the last time */
    void requireSuccess() throws IOException {
        String failed = failure.get();
        if (failed != null) {
            throw new IOException(
                    "A patch of the steady load has not succeeded within 30 s; on a machine that is this slow memory tells nothing: "
                            + failed);
        }
        if (succeeded.getAndSet(0) == 0) {
            throw new IOException("No patch of the steady load has ended");
        }
    }

    @Override
    public void close() {
        closed = true;
        client.shutdownNow();
    }
}
