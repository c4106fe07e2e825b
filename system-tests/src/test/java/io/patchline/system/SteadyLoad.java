package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Clients that submit one patch after the other, and each again until it is accepted, until they are stopped. */
final class SteadyLoad implements AutoCloseable {
    private static final int CLIENTS = 8;
    private static final int LANES = 16;
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** All together some 20 in a second, which two executors on two cores can follow: a backlog would have to be worked off afterwards. */
    private static final Duration BETWEEN = Duration.ofMillis(400);

    private static final Duration LAST_PATCH_WITHIN = Duration.ofSeconds(30);

    private final Pipeline pipeline;
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Long> acceptedAt = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger declined = new AtomicInteger();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile String lastRefusal = "none";
    private volatile boolean stopped;

    SteadyLoad(Pipeline pipeline) {
        this.pipeline = pipeline;
        for (int i = 0; i < CLIENTS; i++) {
            clients.execute(this::submitOn);
        }
    }

    /**
     * The ids of all that was answered with 202, or with 200 when it was asked again.
     *
     * @throws AssertionError if a client was answered what it must not be
     */
    Set<String> accepted() {
        for (Throwable failure : failures) {
            throw new AssertionError("a client of the load has failed", failure);
        }
        return Set.copyOf(accepted);
    }

    int declined() {
        return declined.get();
    }

    /** What the last answer was that was no acceptance; {@code none} before the first. */
    String lastRefusal() {
        return lastRefusal;
    }

    /** The longest time without an acceptance since then, in nanoseconds of {@link System#nanoTime()}; up to now. */
    Duration longestPauseSince(long nanoTime) {
        long last = nanoTime;
        long longest = 0;
        List<Long> times =
                acceptedAt.stream().filter(time -> time > nanoTime).sorted().toList();
        for (long time : times) {
            longest = Math.max(longest, time - last);
            last = time;
        }
        return Duration.ofNanos(Math.max(longest, System.nanoTime() - last));
    }

    /**
     * Lets each client finish the patch that it is at.
     *
     * @throws AssertionError if one is still refused after {@link #LAST_PATCH_WITHIN}
     */
    @Override
    public void close() {
        stopped = true;
        clients.shutdown();
        boolean finished = false;
        try {
            finished = clients.awaitTermination(LAST_PATCH_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.shutdownNow();
        }
        if (!finished) {
            throw new AssertionError("refused for " + LAST_PATCH_WITHIN + "; the last answer: " + lastRefusal);
        }
    }

    private void submitOn() {
        try {
            submitUntilStopped();
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    private void submitUntilStopped() {
        while (!stopped) {
            int number = sent.getAndIncrement();
            String lane = "lane-" + number % LANES;
            String id = "load-" + number;
            while (!isAccepted(id, lane, "echo " + id + " >> " + lane + ".txt")) {
                declined.incrementAndGet();
                LockSupport.parkNanos(PAUSE.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
            accepted.add(id);
            acceptedAt.add(System.nanoTime());
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private boolean isAccepted(String id, String lane, String command) {
        try {
            HttpResponse<String> answer = pipeline.submit(id, lane, command, Map.of());
            if (answer.statusCode() == 202 || answer.statusCode() == 200) {
                return true;
            }
            assertThat(answer.statusCode()).isIn(503, 429);
            assertThat(Pipeline.json(answer).at("/retryable").asBoolean()).isTrue();
            lastRefusal = answer.body();
            return false;
        } catch (UncheckedIOException e) {
            lastRefusal = e.toString();
            return false;
        }
    }
}
