package io.patchline.firedrill;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.patchline.message.MessageCodec;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits until the fire is out, and gathers the evidence. */
final class Investigation {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

    /** When no patch has come to its end for so long, none will. */
    private static final Duration NO_PROGRESS = Duration.ofSeconds(90);

    private static final Duration AT_MOST = Duration.ofMinutes(20);

    private static final int READERS = 8;

    private final Site site;
    private final Load load;
    private final Consumer<String> said;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Investigation(Site site, Load load, Consumer<String> said) {
        this.site = site;
        this.load = load;
        this.said = said;
    }

    /** Waits until every accepted patch has a final event, or nothing moves any more. */
    void awaitQuiet() throws Exception {
        long end = System.nanoTime() + AT_MOST.toNanos();
        long lastProgress = System.nanoTime();
        int open = Integer.MAX_VALUE;
        while (open > 0 && System.nanoTime() < end && System.nanoTime() - lastProgress < NO_PROGRESS.toNanos()) {
            int now = open();
            if (now != open) {
                lastProgress = System.nanoTime();
            }
            open = now;
            said.accept("%d patches are not at their end".formatted(open));
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    /** Gathers everything. Stops the executors, in order. */
    Evidence gather() throws Exception {
        List<Map<String, String>> told = List.of(told(site.ingest(0)), told(site.ingest(1)));
        try (Connection connection = connect()) {
            LogReading log = LogReading.of(connection);
            QueueReading running = QueueReading.of(connection);
            site.executors().parallelStream().forEach(Replica::stop);
            return new Evidence(
                    load.patches(),
                    load.accepted(),
                    load.wrongAnswers(),
                    log,
                    Marks.in(site.leftBehind(), load.patches()),
                    ledger(log),
                    told,
                    running,
                    QueueReading.of(connection),
                    QueueReading.dead(connection),
                    site.repository().map(Repository::commits),
                    site.repository().map(Repository::faults).orElse(List.of()));
        }
    }

    private int open() throws Exception {
        try (Connection connection = connect()) {
            LogReading log = LogReading.of(connection);
            Set<String> accepted = load.accepted();
            return (int) accepted.stream().filter(id -> !log.isOver(id)).count();
        }
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(site.amqpUrl());
        return factory.newConnection("fire drill");
    }

    /** Of several ledgers that of an executor whose outcome was told, if there is one. A decision is the second run of its patch. */
    private Map<String, String> ledger(LogReading log) throws IOException {
        Map<String, String> outcomes = new HashMap<>();
        for (DrillPatch patch : load.patches()) {
            String hash = new PatchId(patch.id()).hash();
            for (Path state : site.ledgers()) {
                Path run = state.resolve("ledger/%s/%s.run-%d"
                        .formatted(hash.substring(0, 2), hash, patch.kind().isJudged() ? 2 : 1));
                Path outcome = run.resolve("outcome.json");
                if (Files.exists(outcome) && !log.ending(patch.id()).equals(outcomes.get(patch.id()))) {
                    JsonNode record = MessageCodec.mapper().readTree(outcome.toFile());
                    outcomes.put(patch.id(), record.at("/outcome/status").asText());
                }
            }
        }
        return outcomes;
    }

    private Map<String, String> told(Replica ingest) {
        Map<String, String> told = new ConcurrentHashMap<>();
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            for (DrillPatch patch : load.patches()) {
                readers.execute(() -> told.put(patch.id(), status(ingest, patch.id())));
            }
        }
        return told;
    }

    private String status(Replica ingest, String id) {
        try {
            HttpRequest request = HttpRequest.newBuilder(ingest.at("/v1/patches/" + id))
                    .header("Authorization", "Bearer " + Site.TOKEN)
                    .timeout(Duration.ofSeconds(30))
                    .build();
            String story = http.send(request, BodyHandlers.ofString()).body();
            return MessageCodec.mapper().readTree(story).at("/status").asText();
        } catch (IOException e) {
            return "no answer: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
