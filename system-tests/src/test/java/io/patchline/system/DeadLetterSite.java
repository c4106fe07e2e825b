package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Two ingest services and an executor, whose patches fail until they are allowed. */
final class DeadLetterSite implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);

    private final Pipeline pipeline;
    private final BrokerHand hand;
    private ServiceProcess other;

    DeadLetterSite(Path directory) throws IOException {
        String broker = TestBroker.shared().newVirtualHost();
        pipeline = new Pipeline(
                directory,
                broker,
                Map.of("PATCHLINE_DEAD_LETTERS_CHECK_EVERY", "500ms", "PATCHLINE_DEAD_LETTERS_RATE", "100"));
        other = pipeline.startAnotherIngest();
        pipeline.startExecutor(Map.of());
        pipeline.awaitReady();
        hand = new BrokerHand(broker);
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** The second ingest service. */
    ServiceProcess other() {
        return other;
    }

    /** What somebody does at the broker, past the services. */
    BrokerHand hand() {
        return hand;
    }

    void killBothIngests() {
        pipeline.ingest().kill9();
        other.kill9();
    }

    /** In place of those that were killed. */
    void startBothIngests() {
        pipeline.replaceIngest();
        other = pipeline.startAnotherIngest();
        pipeline.awaitReady(pipeline.ingest());
        pipeline.awaitReady(other);
    }

    /** Returns when it is a dead letter, the only one of its lane. */
    void fail(String id, String lane) {
        submit(id, lane);
        await().atMost(SOON).until(() -> listed(lane) == 1);
    }

    /** Fails until it is allowed. */
    void submit(String id, String lane) {
        String command = "echo x >> runs.%s; echo why; test -e allowed.%s".formatted(id, id);
        HttpResponse<String> answer = pipeline.submit(id, id + ".txt", command, Map.of("lane", lane));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    void allow(String id) throws IOException {
        Files.writeString(pipeline.workspace().resolve("allowed." + id), "");
    }

    /** How often it has run. */
    long runs(String id) throws IOException {
        return Files.readAllLines(pipeline.workspace().resolve("runs." + id), StandardCharsets.UTF_8)
                .size();
    }

    String state(String id) {
        return pipeline.story(id, 0).at("/status").asText();
    }

    /** How many dead letters of this lane there are. */
    int listed(String lane) {
        return get("/v1/dead-letters?lane=" + lane).at("/matching").asInt();
    }

    long listedInAll() {
        return get("/v1/dead-letters").at("/listed").asLong();
    }

    HttpResponse<String> replay(String id) {
        return act("POST", "/v1/dead-letters/" + id + "/replay", "");
    }

    HttpResponse<String> act(String method, String path, String body) {
        return pipeline.call(method, pipeline.ingest(), path, body);
    }

    JsonNode get(String path) {
        return Pipeline.json(act("GET", path, ""));
    }

    static String code(HttpResponse<String> answer) {
        return Pipeline.json(answer).at("/code").asText();
    }

    @Override
    public void close() throws IOException {
        hand.close();
        pipeline.close();
    }
}
