package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the console asks for, of two ingest replicas on one broker: both know the same sessions, links, acts and counts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private Pipeline pipeline;
    private ServiceProcess second;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        pipeline = new Pipeline(directory, TestBroker.shared().newVirtualHost());
        pipeline.awaitReady();
        second = pipeline.startAnotherIngest();
        pipeline.awaitReady(second);
        pipeline.awaitReady(pipeline.startExecutor(Map.of()));
    }

    @AfterAll
    void stop() {
        pipeline.close();
        http.close();
    }

    @Test
    void a_session_that_began_at_one_replica_is_good_at_the_other() throws Exception {
        String cookie =
                cookie(send(pipeline.ingest(), "POST", "/v1/session", "Authorization", "Bearer " + Pipeline.TOKEN));

        HttpResponse<String> who = send(second, "GET", "/v1/session", "Cookie", cookie);
        assertThat(who.statusCode()).isEqualTo(200);
        String csrf = Pipeline.json(who).get("csrf").asText();
        assertThat(send(second, "DELETE", "/v1/session", "Cookie", cookie, "X-Patchline-CSRF", csrf)
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(second, "DELETE", "/v1/session", "Cookie", cookie).statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_link_logs_in_once_whichever_replicas_it_is_sent_to_at_once() throws Exception {
        String link = Pipeline.json(send(
                        pipeline.ingest(), "POST", "/v1/session/codes", "Authorization", "Bearer " + Pipeline.TOKEN))
                .get("link")
                .asText();
        String code = link.substring(link.indexOf('=') + 1);

        List<CompletableFuture<HttpResponse<String>>> logins = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ServiceProcess ingest = i % 2 == 0 ? pipeline.ingest() : second;
            String header = i % 3 == 0 ? "X-Patchline-Token" : "Authorization";
            logins.add(http.sendAsync(
                    request(ingest, "POST", "/v1/session", header, "Code " + code), BodyHandlers.ofString()));
        }
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> login : logins) {
            statuses.add(login.get().statusCode());
        }

        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 401)).hasSize(9);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(acts(second, "logged_in_by_link"))
                        .hasSize(1)
                        .isEqualTo(acts(pipeline.ingest(), "logged_in_by_link")));
    }

    @Test
    void both_replicas_tell_the_same_acts_and_counts() throws Exception {
        long before = count(second, "accepted");
        pipeline.submit("fails", "web", "exit 3", Map.of());
        assertThat(pipeline.story("fails", 30).get("status").asText()).isEqualTo("failed");
        await().atMost(SOON)
                .until(() ->
                        pipeline.view("/v1/patches/fails").get("dead_letter").asBoolean());
        assertThat(pipeline.post("/v1/dead-letters/fails/replay", "{}", Map.of())
                        .statusCode())
                .isEqualTo(202);
        await().atMost(SOON).until(() -> count(second, "failed") == 2 && count(pipeline.ingest(), "failed") == 2);

        assertThat(count(second, "accepted")).isEqualTo(before + 1).isEqualTo(count(pipeline.ingest(), "accepted"));
        assertThat(count(second, "replayed")).isEqualTo(1);
        assertThat(acts(second, "replayed")).hasSize(1).isEqualTo(acts(pipeline.ingest(), "replayed"));
        JsonNode act = acts(second, "replayed").getFirst();
        assertThat(act.get("by").asText()).isEqualTo("tests");
        assertThat(act.get("patch").asText()).isEqualTo("fails");
        String lines = get(second, "/v1/acts?what=replayed&format=jsonl").body();
        assertThat(lines.lines()).hasSize(1).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        JsonNode tokens = Pipeline.json(get(second, "/v1/tokens")).get("tokens");
        assertThat(tokens.get(0).get("name").asText()).isEqualTo("tests");
        assertThat(tokens.get(0).has("last_used")).isTrue();
    }

    @Test
    void both_replicas_list_the_two_that_there_are_and_each_says_which_answers() throws Exception {
        for (ServiceProcess ingest : List.of(pipeline.ingest(), second)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(replicas(ingest))
                            .hasSize(2)
                            .allMatch(replica -> replica.get("log").asText().equals("read"))
                            .allMatch(
                                    replica -> !replica.get("version").asText().equals("unknown")));
            assertThat(replicas(ingest).stream()
                            .filter(replica -> replica.get("answers").asBoolean())
                            .map(replica -> replica.get("replica").asText()))
                    .singleElement()
                    .asString()
                    .endsWith(":" + ingest.at("/").getPort());
        }
    }

    @Test
    void a_patch_tells_at_both_replicas_from_where_it_was_sent() throws Exception {
        pipeline.submit("sent", "web", "true", Map.of());
        assertThat(pipeline.story("sent", 30).get("status").asText()).isEqualTo("succeeded");

        for (ServiceProcess ingest : List.of(pipeline.ingest(), second)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(Pipeline.json(get(ingest, "/v1/patches/sent"))
                                    .path("address")
                                    .asText())
                            .isEqualTo("127.0.0.1"));
        }
    }

    private List<JsonNode> replicas(ServiceProcess ingest) throws Exception {
        return Pipeline.json(get(ingest, "/v1/replicas"))
                .path("replicas")
                .valueStream()
                .toList();
    }

    private List<JsonNode> acts(ServiceProcess ingest, String what) throws Exception {
        return Pipeline.json(get(ingest, "/v1/acts?what=" + what))
                .get("acts")
                .valueStream()
                .toList();
    }

    private long count(ServiceProcess ingest, String what) throws Exception {
        Stream<JsonNode> minutes =
                Pipeline.json(get(ingest, "/v1/counts")).get("counts").valueStream();
        return minutes.mapToLong(minute -> minute.get(what).asLong()).sum();
    }

    private HttpResponse<String> get(ServiceProcess ingest, String path) throws Exception {
        return send(ingest, "GET", path, "Authorization", "Bearer " + Pipeline.TOKEN);
    }

    private HttpResponse<String> send(ServiceProcess ingest, String method, String path, String... headers)
            throws Exception {
        return http.send(request(ingest, method, path, headers), BodyHandlers.ofString());
    }

    private static HttpRequest request(ServiceProcess ingest, String method, String path, String... headers) {
        return HttpRequest.newBuilder(ingest.at(path))
                .headers(headers)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.noBody())
                .build();
    }

    private static String cookie(HttpResponse<String> begun) {
        String header = begun.headers().firstValue("Set-Cookie").orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }
}
