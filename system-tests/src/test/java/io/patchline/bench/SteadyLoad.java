package io.patchline.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** So many patches a second to each site, whether the ones before have ended or not; each is waited for, and must succeed. */
final class SteadyLoad implements AutoCloseable {
    private static final int LANES = 64;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private long sent;

    SteadyLoad(List<Site> sites, int perSecond) {
        clock.scheduleAtFixedRate(() -> submit(sites), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void submit(List<Site> sites) {
        String body = "{\"role\":\"command_patch\",\"patch\":\"true\",\"target_file\":\"lane-" + sent++ % LANES + "\"}";
        sites.forEach(site -> client.sendAsync(
                        HttpRequest.newBuilder(site.at("/webhook"))
                                .header("Authorization", "Bearer " + Site.TOKEN)
                                .header("Content-Type", "application/json")
                                .header("Prefer", "wait=30")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .whenComplete(this::told));
    }

    private void told(@Nullable HttpResponse<String> answer, @Nullable Throwable broken) {
        if (answer != null && answer.statusCode() == 200 && answer.body().contains("\"succeeded\"")) {
            succeeded.incrementAndGet();
        } else if (!clock.isShutdown()) {
            failure.compareAndSet(null, answer == null ? String.valueOf(broken) : answer.toString() + answer.body());
        }
    }

    /** @throws IOException if one patch did not succeed, or none has since the last time */
    void requireSuccess() throws IOException {
        String failed = failure.get();
        if (failed != null) {
            throw new IOException("A patch of the steady load did not succeed: " + failed);
        }
        if (succeeded.getAndSet(0) == 0) {
            throw new IOException("No patch of the steady load has ended");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.shutdownNow();
    }
}
