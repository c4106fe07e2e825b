package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import io.patchline.broker.TestBroker;
import io.patchline.patch.Lane;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Submissions that come more than once, to two replicas: by a key, and signed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private String broker;
    private Pipeline pipeline;
    private ServiceProcess other;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("ci-secret"), SECRET);
        Path senders = Files.writeString(directory.resolve("senders"), "ci:standard-webhooks:ci-secret");
        broker = TestBroker.shared().newVirtualHost();
        pipeline = new Pipeline(directory, broker, Map.of("PATCHLINE_ACCESS_SENDERS_FILE", senders.toString()));
        other = pipeline.startAnotherIngest();
        pipeline.startExecutor(Map.of());
        pipeline.awaitReady();
    }

    @AfterAll
    void stop() {
        pipeline.close();
    }

    @Test
    void a_patch_without_an_id_that_comes_twice_with_one_key_runs_once() {
        Map<String, String> key = Map.of("Idempotency-Key", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"");
        String body = command("echo once >> by-key.txt");

        HttpResponse<String> first = pipeline.post("/webhook", body, key);
        assertThat(first.statusCode()).isEqualTo(202);
        String id = Pipeline.json(first).get("id").asText();
        assertThat(id).startsWith("key-");
        assertThat(pipeline.story(id, 20).get("status").asText()).isEqualTo("succeeded");

        HttpResponse<String> again = pipeline.post("/webhook", body, key);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(Pipeline.json(again).get("id").asText()).isEqualTo(id);

        HttpResponse<String> conflict = pipeline.post("/webhook", command("echo other"), key);
        assertThat(conflict.statusCode()).isEqualTo(422);
        assertThat(Pipeline.json(conflict).get("code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(Pipeline.json(conflict).get("detail").asText()).matches(".*[0-9a-f]{64}.*[0-9a-f]{64}.*");

        HttpResponse<String> elsewhere = pipeline.submitTo(other, body, key);
        assertThat(Pipeline.json(elsewhere).get("id").asText()).isEqualTo(id);
        assertRanOnce(id, "by-key.txt", "once");
    }

    @Test
    void the_id_in_the_body_goes_before_the_key_and_a_malformed_key_is_refused() {
        String id = UUID.randomUUID().toString();
        HttpResponse<String> named = pipeline.post(
                "/webhook", Pipeline.body(id, "n.txt", "true", Map.of()), Map.of("Idempotency-Key", "k1"));
        assertThat(Pipeline.json(named).get("id").asText()).isEqualTo(id);

        HttpResponse<String> malformed =
                pipeline.post("/webhook", command("true"), Map.of("Idempotency-Key", "two words"));
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(Pipeline.json(malformed).get("code").asText()).isEqualTo("invalid_request");
    }

    @Test
    void a_signed_message_is_taken_once_and_its_senders_retry_hears_what_became_of_it() throws Exception {
        String body = command("echo signed >> signed.txt");
        String message = "msg_" + UUID.randomUUID();
        long now = Instant.now().getEpochSecond();

        HttpResponse<String> first = pipeline.postSigned(pipeline.ingest(), body, signed(message, now, body));
        assertThat(first.statusCode()).isEqualTo(202);
        String id = Pipeline.json(first).get("id").asText();

        HttpResponse<String> replay = pipeline.postSigned(pipeline.ingest(), body, signed(message, now, body));
        assertThat(replay.statusCode()).isEqualTo(409);
        assertThat(Pipeline.json(replay).get("code").asText()).isEqualTo("replayed");

        assertThat(pipeline.story(id, 20).get("status").asText()).isEqualTo("succeeded");
        HttpResponse<String> retry = pipeline.postSigned(pipeline.ingest(), body, signed(message, now + 5, body));
        assertThat(retry.statusCode()).isEqualTo(200);
        assertThat(Pipeline.json(retry).get("id").asText()).isEqualTo(id);
        assertRanOnce(id, "signed.txt", "signed");
    }

    @Test
    void a_replay_to_another_replica_does_not_run_again() throws Exception {
        String body = command("echo once >> replicas.txt");
        String message = "msg_" + UUID.randomUUID();
        Map<String, String> headers = signed(message, Instant.now().getEpochSecond(), body);

        HttpResponse<String> first = pipeline.postSigned(pipeline.ingest(), body, headers);
        String id = Pipeline.json(first).get("id").asText();
        HttpResponse<String> replay = pipeline.postSigned(other, body, headers);

        assertThat(replay.statusCode()).as(replay.body()).isIn(200, 202);
        assertThat(Pipeline.json(replay).get("id").asText()).isEqualTo(id);
        assertRanOnce(id, "replicas.txt", "once");
    }

    @Test
    void of_two_contents_that_two_services_took_under_one_id_everybody_is_told_of_the_one_that_ran() throws Exception {
        pipeline.submit("holds", "held", "until [ -e go ]; do sleep 0.1; done", Map.of());
        String body = Pipeline.body("twice", "held", "echo first > twice.txt", Map.of());
        CompletableFuture<HttpResponse<String>> waits = CompletableFuture.supplyAsync(
                () -> pipeline.submitTo(pipeline.ingest(), body, Map.of("Prefer", "wait=30")));
        for (ServiceProcess ingest : List.of(pipeline.ingest(), other)) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> view(ingest, "/v1/patches/twice").has("status"));
        }

        try (BrokerHand third = new BrokerHand(broker)) {
            third.submit("twice", another("held"), "echo second > twice.txt");
        }

        HttpResponse<String> overtaken = waits.get(30, TimeUnit.SECONDS);
        assertThat(overtaken.statusCode()).as(overtaken.body()).isEqualTo(409);
        for (ServiceProcess ingest : List.of(pipeline.ingest(), other)) {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(view(ingest, "/v1/patches/twice")
                                    .at("/status")
                                    .asText())
                            .isEqualTo("succeeded"));
            assertThat(view(ingest, "/v1/patches/twice/patch")
                            .at("/actions/0/script")
                            .asText())
                    .isEqualTo("echo second > twice.txt");
            HttpResponse<String> again = pipeline.submitTo(ingest, body);
            assertThat(again.statusCode()).as(again.body()).isEqualTo(409);
            assertThat(Pipeline.json(again).at("/detail").asText()).matches(".*[0-9a-f]{64}.*[0-9a-f]{64}.*");
        }
        Files.createFile(pipeline.workspace().resolve("go"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(view(other, "/v1/dead-letters?reason=id_conflict")
                                .findValuesAsText("patch_id"))
                        .containsExactly("twice"));
        assertThat(pipeline.workspace().resolve("twice.txt")).hasContent("second");
    }

    /** A lane that has another queue. */
    private static Lane another(String lane) {
        int queue = new Lane(lane).queue(BrokerHand.LANES);
        return IntStream.range(0, 100)
                .mapToObj(number -> new Lane("free-" + number))
                .filter(free -> free.queue(BrokerHand.LANES) != queue)
                .findFirst()
                .orElseThrow();
    }

    private JsonNode view(ServiceProcess ingest, String path) {
        return Pipeline.json(pipeline.call("GET", ingest, path, ""));
    }

    /** Nothing of it is to come any more: a later patch of its lane has run, too. */
    private void assertRanOnce(String id, String file, String line) {
        assertThat(pipeline.story(id, 20).get("status").asText()).isEqualTo("succeeded");
        HttpResponse<String> later = pipeline.post("/webhook", command("true"), Map.of());
        assertThat(pipeline.story(Pipeline.json(later).get("id").asText(), 20)
                        .get("status")
                        .asText())
                .isEqualTo("succeeded");
        assertThat(pipeline.workspace().resolve(file)).hasContent(line);
    }

    private static String command(String command) {
        return "{\"role\":\"command_patch\",\"patch\":\"" + command + "\"}";
    }

    private static Map<String, String> signed(String message, long seconds, String body) throws Exception {
        return Map.of(
                "webhook-id", message,
                "webhook-timestamp", Long.toString(seconds),
                "webhook-signature", new Webhook(SECRET).sign(message, seconds, body));
    }
}
