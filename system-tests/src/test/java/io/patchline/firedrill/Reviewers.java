package io.patchline.firedrill;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Those who judge what waits for a review: one for each such patch, who looks until its commit waits, through whichever ingest replica they happen to ask, and approves or rejects it until that is
 * accepted, and never again: an accepted decision must not be lost.
 */
final class Reviewers implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    /** A patch waits behind those of its lane, and whatever burns meanwhile. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Not there yet, not heard yet, too much, not now: what is to be tried again. */
    private static final Set<Integer> AGAIN = Set.of(404, 409, 429, 503);

    private static final Set<String> BEFORE = Set.of("queued", "running", "retrying", "awaiting_review");

    private final Site site;
    private final HttpClient http;
    private final ExecutorService reviewers = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<String> wrongAnswers = new ConcurrentLinkedQueue<>();

    Reviewers(Site site, HttpClient http) {
        this.site = site;
        this.http = http;
    }

    /** Has the patch judged when it has run. */
    void await(DrillPatch patch) {
        reviewers.execute(() -> {
            try {
                judge(patch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Answers that a reviewer could not make sense of, and patches that were judged in vain. */
    List<String> wrongAnswers() {
        return List.copyOf(wrongAnswers);
    }

    /** Waits until each is judged, or its reviewer's patience is at its end. */
    @Override
    public void close() {
        reviewers.close();
    }

    private void judge(DrillPatch patch) throws InterruptedException {
        Random random = new Random(patch.id().hashCode());
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean judged = false;
        while (!judged && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(1_000));
            Replica ingest = site.ingest(random.nextInt(Schedule.INGESTS));
            Optional<JsonNode> story = ask(patch, ingest.at("/v1/patches/" + patch.id()), "");
            if (story.isPresent()) {
                judged = look(patch, story.get(), ingest);
            }
        }
        if (!judged) {
            wrongAnswers.add(patch.id() + ": could not be judged within " + PATIENCE);
        }
    }

    /** Whether there is nothing more to be done. */
    private boolean look(DrillPatch patch, JsonNode story, Replica ingest) throws InterruptedException {
        String status = story.at("/status").asText();
        if (!BEFORE.contains(status)) {
            wrongAnswers.add(patch.id() + ": " + status + " before anybody judged it");
            return true;
        }
        if (!status.equals("awaiting_review")) {
            return false;
        }
        String commit = story.at("/outcome/report/git/commit").asText();
        boolean approve = patch.kind() == DrillPatch.Kind.APPROVED;
        URI decide = ingest.at("/v1/patches/%s/%s".formatted(patch.id(), approve ? "approve" : "reject"));
        String reason = approve ? "" : ",\"reason\":\"not wanted\"";
        return ask(patch, decide, "{\"commit\":\"%s\"%s}".formatted(commit, reason))
                .isPresent();
    }

    /**
     * The answer, if it is what was asked for.
     *
     * @param body empty for a GET
     */
    private Optional<JsonNode> ask(DrillPatch patch, URI address, String body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + Site.REVIEWER)
                .header("Content-Type", "application/json")
                .timeout(ANSWER_WITHIN);
        try {
            HttpResponse<String> answer = http.send(
                    (body.isEmpty() ? request : request.POST(BodyPublishers.ofString(body))).build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() == 200 || answer.statusCode() == 202) {
                return Optional.of(MessageCodec.mapper().readTree(answer.body()));
            }
            if (!AGAIN.contains(answer.statusCode())) {
                wrongAnswers.add(patch.id() + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException away) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
