package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Submissions that come more than once, to two replicas: by a key, and signed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private Pipeline pipeline;
    private ServiceProcess other;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("ci-secret"), SECRET);
        Path senders = Files.writeString(directory.resolve("senders"), "ci:standard-webhooks:ci-secret");
        pipeline = new Pipeline(
                directory,
                TestBroker.shared().newVirtualHost(),
                Map.of("PATCHLINE_ACCESS_SENDERS_FILE", senders.toString()));
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
