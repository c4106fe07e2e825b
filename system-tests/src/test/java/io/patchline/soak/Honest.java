package io.patchline.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that submits twenty small patches a second, sends again what it is told to send again, and asks in the end for each that was accepted. */
final class Honest {
    private static final int PER_SECOND = 20;
    private static final int MOST_TRIES = 30;
    private static final long RETRY_MILLIS = 1_000;

    private final Calls calls;
    private final List<String> accepted = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> succeeded = new HashSet<>();
    private final AtomicInteger number = new AtomicInteger();
    private final List<Long> millis = Collections.synchronizedList(new ArrayList<>());
    private final List<String> given = Collections.synchronizedList(new ArrayList<>());

    Honest(Calls calls) {
        this.calls = calls;
    }

    /** Submits for so long, each on a thread of its own, in the rhythm of the clock. Returns when each is accepted or given up. */
    void submitFor(Duration duration) throws InterruptedException {
        int patches = Math.toIntExact(duration.toSeconds() * PER_SECOND);
        long begin = System.nanoTime();
        List<Thread> submitting = new ArrayList<>();
        for (int i = 0; i < patches; i++) {
            long due = begin + i * 1_000_000_000L / PER_SECOND;
            Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
            String id = "honest-" + number.getAndIncrement();
            submitting.add(Thread.ofVirtual().start(() -> submit(id)));
        }
        for (Thread thread : submitting) {
            thread.join();
        }
    }

    /** What was measured so far does not count: the services were just started. */
    void forgetTimes() {
        millis.clear();
    }

    /** Those that were accepted. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** Those that were never accepted, however often they were sent. */
    List<String> given() {
        return List.copyOf(given);
    }

    /** How long the answer to one submission took, in milliseconds, for this part of a hundred of them at most. */
    long percentile(double part) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.isEmpty()
                ? -1
                : sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(sorted.size() * part / 100) - 1));
    }

    /** Those of the accepted that have not ended well so far. Asks for each until it has: what is asked again and again is a load, too. */
    List<String> unfinished() throws IOException, InterruptedException {
        List<String> unfinished = new ArrayList<>();
        for (String id : accepted()) {
            if (!succeeded.contains(id)) {
                String status = calls.json("/v1/patches/" + id + "?output=none")
                        .path("status")
                        .asText("unknown");
                if (status.equals("succeeded")) {
                    succeeded.add(id);
                } else {
                    unfinished.add(id + " " + status);
                }
            }
        }
        return unfinished;
    }

    /** How many patches have not ended, the attackers' with them. */
    long unfinishedOfAll() throws IOException, InterruptedException {
        long unfinished = 0;
        for (JsonNode lane : calls.json("/v1/lanes").path("lanes")) {
            unfinished += lane.path("unfinished").asLong();
        }
        return unfinished;
    }

    private void submit(String id) {
        String body = "{\"id\":\"%s\",\"role\":\"command_patch\",\"lane\":\"%s\",\"patch\":\"true\"}"
                .formatted(id, "honest-lane-" + Math.floorMod(id.hashCode(), 32));
        try {
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                if (isTaken(body)) {
                    accepted.add(id);
                    return;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        given.add(id);
    }

    private boolean isTaken(String body) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            int status = calls.submit(body).statusCode();
            return status == 202 || status == 200;
        } catch (IOException e) {
            return false;
        } finally {
            millis.add((System.nanoTime() - begin) / 1_000_000);
        }
    }
}
