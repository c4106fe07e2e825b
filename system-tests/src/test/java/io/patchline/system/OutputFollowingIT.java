package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.broker.TestBroker;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The output of real commands, followed while they run and read when they are over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutputFollowingIT {
    private static final ObjectMapper JSON = MessageCodec.mapper();
    private static final Duration SOON = Duration.ofSeconds(30);

    private Pipeline pipeline;

    @BeforeAll
    void start(@TempDir Path directory) {
        pipeline = new Pipeline(directory, TestBroker.shared().newVirtualHost());
        pipeline.startExecutor(Map.of());
        pipeline.awaitReady();
    }

    @AfterAll
    void stop() {
        pipeline.close();
    }

    @Test
    void the_lines_of_a_slow_command_are_seen_before_its_end_and_all_of_them_once() throws IOException {
        pipeline.submit(
                "slow",
                "slow.txt",
                "until [ -e heard-slow ]; do sleep 0.1; done; echo one; until [ -e go-slow ]; do sleep 0.1; done; echo two; echo three",
                Map.of());
        try (SseClient client = follow("slow", "")) {
            awaitFollowing(client);
            Files.createFile(pipeline.workspace().resolve("heard-slow"));
            await().atMost(SOON).untilAsserted(() -> assertThat(text(client)).isEqualTo("one\n"));
            assertThat(pipeline.story("slow", 0).at("/status").asText()).isEqualTo("running");
            assertThat(client.named("end")).isEmpty();
            Files.createFile(pipeline.workspace().resolve("go-slow"));

            await().atMost(SOON).until(() -> !client.named("end").isEmpty());
            assertThat(text(client)).isEqualTo("one\ntwo\nthree\n");
            assertThat(json(client.named("end").getFirst()).at("/status").asText())
                    .isEqualTo("succeeded");
            assertThat(client.named("gap")).isEmpty();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(client.answers()).endsWith(204));
        }
    }

    @Test
    void a_follower_that_comes_back_gets_what_it_lacks_and_nothing_twice() throws IOException {
        String script =
                "until [ -e heard-back ]; do sleep 0.1; done; echo one; until [ -e go-back ]; do sleep 0.1; done; echo two";
        pipeline.submit("back", "back.txt", script, Map.of());
        String place;
        try (SseClient client = follow("back", "")) {
            awaitFollowing(client);
            Files.createFile(pipeline.workspace().resolve("heard-back"));
            await().atMost(SOON).until(() -> text(client).equals("one\n"));
            place = client.named("output").getLast().id();
        }
        assertThat(place).isEqualTo("1.1.0.4");
        Files.createFile(pipeline.workspace().resolve("go-back"));
        assertThat(pipeline.story("back", 30).at("/status").asText()).isEqualTo("succeeded");

        try (SseClient client = follow("back", place)) {
            await().atMost(SOON).until(() -> !client.named("end").isEmpty());
            assertThat(text(client)).isEqualTo("two\n");
            assertThat(client.named("gap")).isEmpty();
        }
    }

    @Test
    void of_an_output_that_is_too_long_head_and_tail_are_told_and_the_gap_between_them() {
        pipeline.submit("long", "long.txt", "seq 1 100000", Map.of());
        pipeline.story("long", 30);
        HttpResponse<String> whole = get("/v1/patches/long/output", Map.of());
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(whole.headers().firstValue("Patchline-Output-Bytes")).hasValue("588895");
        String omitted = whole.headers().firstValue("Patchline-Output-Omitted").orElseThrow();
        assertThat(whole.body())
                .startsWith("1\n2\n")
                .contains("[" + omitted + " bytes were left out here]")
                .endsWith("99999\n100000\n");
        assertThat(get("/v1/patches/long/output?tail=2", Map.of()).body()).isEqualTo("99999\n100000\n");
        assertThat(get("/v1/patches/long/output?tail=7b", Map.of()).body()).isEqualTo("100000\n");

        try (SseClient client = follow("long", "")) {
            await().atMost(SOON).until(() -> !client.named("end").isEmpty());
            long told = client.named("output").stream()
                    .mapToLong(event -> json(event).at("/text").asText().length())
                    .sum();
            JsonNode gap = json(client.named("gap").getFirst());
            assertThat(gap.at("/to").asLong() - gap.at("/from").asLong()).isEqualTo(Long.parseLong(omitted));
            assertThat(told + Long.parseLong(omitted)).isEqualTo(588_895);
        }
    }

    @Test
    void a_part_of_it_can_be_had() {
        pipeline.submit("parts", "parts.txt", "printf 0123456789", Map.of());
        pipeline.story("parts", 30);
        HttpResponse<String> part = get("/v1/patches/parts/output", Map.of("Range", "bytes=2-4"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
        HttpResponse<String> none = get("/v1/patches/parts/output", Map.of("Range", "bytes=10-"));
        assertThat(none.statusCode()).isEqualTo(416);
        assertThat(none.headers().firstValue("Content-Range")).hasValue("bytes */10");
        String tag = part.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/v1/patches/parts/output", Map.of("Range", "bytes=2-4", "If-Range", tag))
                        .statusCode())
                .isEqualTo(206);
        assertThat(get("/v1/patches/parts/output", Map.of("Range", "bytes=2-4", "If-Range", "\"x\""))
                        .body())
                .isEqualTo("0123456789");
    }

    @Test
    void each_attempt_has_its_own_output() {
        String failsOnce = "[ -e once ] && echo second || { touch once; echo first; exit 1; }";
        pipeline.submit("twice", "twice.txt", failsOnce, Map.of("retries", 1));
        assertThat(pipeline.story("twice", 30).at("/attempts").findValuesAsText("status"))
                .containsExactly("retrying", "succeeded");
        assertThat(get("/v1/patches/twice/output?attempt=1", Map.of()).body()).isEqualTo("first\n");
        assertThat(get("/v1/patches/twice/output", Map.of()).body()).isEqualTo("second\n");
        assertThat(get("/v1/patches/twice/output?action=7", Map.of()).body()).isEmpty();
        assertThat(get("/v1/patches/twice/output?attempt=3", Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void what_cannot_be_answered_is_a_problem_that_says_what_to_do() {
        pipeline.submit("waits", "waits.txt", "until [ -e never ]; do sleep 0.1; done", Map.of("timeout", "20s"));
        assertThat(problem("/v1/patches/waits/output", 404)).contains("follow=true");
        assertThat(problem("/v1/patches/nobody/output", 404)).contains("GET /v1/patches");
        assertThat(problem("/v1/patches/waits/output?tail=few", 400)).contains("4096b");
        assertThat(problem("/v1/patches/waits/output?last=2", 400)).contains("run, attempt, action, tail, follow");
        assertThat(problem("/v1/patches?state=done", 400)).contains("queued, running");
        assertThat(problem("/v1/events?type=done", 400)).contains("dead_lettered");
        assertThat(problem("/v1/events?from=today", 400)).contains("beginning");
        assertThat(pipeline.statusWith("", "/v1/events")).isEqualTo(401);
        assertThat(pipeline.statusWith("", "/v1/patches/waits/output?follow=true"))
                .isEqualTo(401);
        assertThat(pipeline.statusWith("", "/status")).isEqualTo(401);
        assertThat(pipeline.statusWith("", "/patches")).isEqualTo(401);
    }

    @Test
    void the_originals_pages_tell_how_the_service_stands_and_what_it_took() {
        pipeline.submit("listed", "listed.txt", "true", Map.of("description", "Listed here"));
        pipeline.story("listed", 30);
        JsonNode status = Pipeline.json(get("/status", Map.of()));
        assertThat(status.at("/status").asText()).isEqualTo("ok");
        assertThat(status.at("/patches/succeeded").asInt()).isPositive();
        for (String path : List.of("/patches", "/v1/patches")) {
            JsonNode page = Pipeline.json(get(path + "?text=LISTED%20here&state=succeeded", Map.of()));
            assertThat(page.at("/patches").findValuesAsText("id")).containsExactly("listed");
            assertThat(page.at("/matched").asInt()).isOne();
        }
        assertThat(Pipeline.json(get("/v1/patches/listed/patch", Map.of()))
                        .at("/actions/0/script")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void followers_that_have_left_make_room_for_others() {
        try (SseClient one = new SseClient(() -> pipeline.ingest().at("/v1/events"), "");
                SseClient other = new SseClient(() -> pipeline.ingest().at("/v1/events"), "")) {
            awaitFollowing(one);
            awaitFollowing(other);
            await().atMost(SOON).until(() -> followers() == 2);
        }
        // At the second heartbeat after they have left, at the latest.
        await().atMost(SOON).until(() -> followers() == 0);
    }

    private double followers() {
        return get("/q/metrics", Map.of())
                .body()
                .lines()
                .filter(line -> line.startsWith("patchline_followers"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private String problem(String path, int status) {
        HttpResponse<String> answer = get(path, Map.of());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        return Pipeline.json(answer).at("/detail").asText();
    }

    private HttpResponse<String> get(String path, Map<String, String> headers) {
        return pipeline.get(path, headers);
    }

    private SseClient follow(String patch, String lastId) {
        return new SseClient(() -> pipeline.ingest().at("/v1/patches/" + patch + "/output?follow=true"), lastId);
    }

    /** The answer begins when the output is listened to. */
    private static void awaitFollowing(SseClient client) {
        await().atMost(SOON).until(() -> client.answers().contains(200));
    }

    private static String text(SseClient client) {
        return client.named("output").stream()
                .map(event -> json(event).at("/text").asText())
                .collect(Collectors.joining());
    }

    private static JsonNode json(SseClient.Event event) {
        try {
            return JSON.readTree(event.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
