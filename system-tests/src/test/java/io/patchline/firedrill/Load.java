package io.patchline.firedrill;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The clients: one for each lane, who submits its patches one after the other, so that the order in which they were accepted is known. After 429, 503 and a lost connection it
 * submits the same patch again, through whichever ingest replica it happens to ask.
 */
final class Load {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    /** So long a client goes on trying with one patch. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Site site;
    private final List<DrillPatch> patches;
    private final long seed;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> wrongAnswers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger repeats = new AtomicInteger();
    private final Reviewers reviewers;

    Load(Site site, FireDrill.Size size, long seed) {
        this.site = site;
        this.seed = seed;
        this.reviewers = new Reviewers(site, http);
        Random random = new Random(seed);
        List<DrillPatch> all = new ArrayList<>();
        for (int i = 0; i < size.patches(); i++) {
            all.add(DrillPatch.random(i, random, size.repository()));
        }
        this.patches = List.copyOf(all);
    }

    List<DrillPatch> patches() {
        return patches;
    }

    /** The ids that were answered with 202, or with 200 when they were submitted again. */
    Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    /** Answers that a client could not make sense of. */
    List<String> wrongAnswers() {
        return Stream.concat(wrongAnswers.stream(), reviewers.wrongAnswers().stream())
                .toList();
    }

    /** How often something was submitted again. */
    int repeats() {
        return repeats.get();
    }

    /** Submits all patches, spread over this time. Returns when each is accepted, or the clients' patience is at its end. */
    void submitAll(Duration over) {
        long begin = System.nanoTime();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int lane = 0; lane < DrillPatch.LANES; lane++) {
                int own = lane;
                clients.execute(() -> submitLane(own, begin, over));
            }
        }
    }

    private void submitLane(int lane, long begin, Duration over) {
        Random random = new Random(seed + lane);
        try {
            for (int i = lane; i < patches.size(); i += DrillPatch.LANES) {
                long due = begin + over.toNanos() / patches.size() * i;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                submit(patches.get(i), random);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(DrillPatch patch, Random random) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            int status = post(patch, site.ingest(random.nextInt(Schedule.INGESTS)));
            if (status == 202 || status == 200) {
                accepted.add(patch.id());
                if (patch.kind().isJudged()) {
                    reviewers.await(patch);
                }
                return;
            }
            repeats.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(400));
        }
    }

    /** Waits until what somebody has to judge is judged. */
    void awaitJudged() {
        reviewers.close();
    }

    /** The status code; 0 where there was no answer. */
    private int post(DrillPatch patch, Replica ingest) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(ingest.at("/webhook"))
                    .header("Authorization", "Bearer " + Site.TOKEN)
                    .header("Content-Type", "application/json")
                    .timeout(ANSWER_WITHIN)
                    .POST(BodyPublishers.ofString(patch.body()))
                    .build();
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            check(patch, answer);
            return answer.statusCode();
        } catch (IOException away) {
            return 0;
        }
    }

    /** Accepted, or a refusal that says that it may be tried again: nothing else is true here. */
    private void check(DrillPatch patch, HttpResponse<String> answer) throws IOException {
        JsonNode body = MessageCodec.mapper().readTree(answer.body());
        boolean makesSense = switch (answer.statusCode()) {
            case 200, 202 -> body.at("/id").asText().equals(patch.id());
            case 429, 503 -> body.at("/retryable").asBoolean();
            default -> false;
        };
        if (!makesSense) {
            wrongAnswers.add(patch.id() + ": " + answer.statusCode() + " " + answer.body());
        }
    }
}
