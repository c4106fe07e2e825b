package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.broker.TestBroker;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard and the alert rules name metrics that the running services have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservabilityIT {
    private static final Path HERE = Path.of(System.getProperty("patchline.root"), "deploy", "observability");
    private static final Pattern METRIC = Pattern.compile("\\bpatchline_[a-z_]+");

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final ObjectMapper JSON = MessageCodec.mapper();

    private static final Duration TOLD = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private SpanCollector collector;
    private Pipeline pipeline;
    private ServiceProcess executor;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        collector = new SpanCollector();
        pipeline = new Pipeline(
                directory, TestBroker.shared().newVirtualHost(), Map.of("PATCHLINE_TRACES_ENDPOINT", collector.url()));
        Repository origin = Repository.create(directory.resolve("origin.git"));
        origin.commit(Map.of("a.txt", "one\n"));
        executor = pipeline.startExecutor(Map.of(
                "PATCHLINE_LOG_JSON", "true",
                "PATCHLINE_EXECUTOR_NAME", "json",
                "PATCHLINE_GIT_SITE_URL", origin.url()));
        pipeline.awaitReady();
        pipeline.submit("good", "a.txt", "echo good", Map.of());
        pipeline.submit("bad", "b.txt", "exit 3", Map.of());
        pipeline.story("good", 20);
        pipeline.story("bad", 20);
        String body = Pipeline.body("traced", "c.txt", "exit 4", Map.of());
        pipeline.post("/webhook", body, Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-01"));
        pipeline.story("traced", 20);
        await().until(() -> pipeline.call("POST", pipeline.ingest(), "/v1/dead-letters/traced/replay", "")
                        .statusCode()
                == 202);
    }

    @AfterAll
    void stop() {
        pipeline.close();
        collector.close();
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts.yml", "grafana/patchline.json"})
    void every_metric_that_is_named_is_on_the_running_services(String file) throws Exception {
        Set<String> there = new TreeSet<>(names(metrics(pipeline.ingest())));
        there.addAll(names(metrics(executor)));

        Set<String> named = names(Files.readString(HERE.resolve(file)));

        assertThat(named).hasSizeGreaterThan(5);
        assertThat(there).containsAll(named);
    }

    @Test
    void what_happened_is_counted() throws Exception {
        await().untilAsserted(() -> assertThat(metrics(executor))
                .contains("patchline_runs_seconds_count{outcome=\"succeeded\"} 1")
                .contains("patchline_runs_seconds_count{outcome=\"failed\"} 3")
                .contains(
                        "patchline_broker_connected 1.0", "patchline_lanes_owned 8.0", "patchline_commands_ready 1.0"));
        await().untilAsserted(() -> assertThat(metrics(pipeline.ingest()))
                .contains("patchline_submissions_total{result=\"accepted\"} 3.0")
                // And the replay.
                .contains("patchline_confirms_seconds_count 4", "patchline_confirms_seconds_bucket{le=\"5.0\"} 4")
                .contains("patchline_patches_unfinished{state=\"queued\"} 0.0")
                .contains(
                        "patchline_broker_connected 1.0", "patchline_log_caught_up 1.0", "patchline_dead_letters 2.0"));
    }

    /** Of processes: a service within the tests' JVM starts without its main method, which leaves this check to us. */
    @Test
    void a_query_that_is_not_percent_encoded_is_a_problem_of_both_services_and_is_neither_logged_nor_counted_by_path()
            throws Exception {
        for (ServiceProcess service : List.of(pipeline.ingest(), executor)) {
            try (RawHttp connection = new RawHttp(service.at("").getPort())) {
                for (int i = 0; i < 30; i++) {
                    RawHttp.Answer answer = connection.send(
                            new RawHttp.Request("GET", "/never-" + i + "?x=%zz", List.of(), new byte[0]));
                    assertThat(answer.status()).isEqualTo(400);
                    assertThat(answer.mediaType()).isEqualTo("application/problem+json");
                    assertThat(answer.text()).contains("\"code\":\"invalid_request\"", "write %25");
                }
            }
            assertThat(metrics(service)).doesNotContain("never-");
            assertThat(service.log()).doesNotContain("never-", "URISyntax");
        }
    }

    @Test
    void each_transition_is_one_line_of_the_log_as_text_or_as_json() {
        await().untilAsserted(() -> assertThat(transitions("bad")).hasSize(3));
        assertThat(pipeline.ingest().log().lines().filter(line -> line.contains("patch=bad")))
                .singleElement()
                .asString()
                .containsPattern(
                        "transition=accepted patch=bad run=1 attempt=1 lane=b.txt executor=ingest by=tests trace=[0-9a-f]{32} Transition$");
        assertThat(transitions("bad"))
                .extracting(line -> line.at("/keys/transition").asText())
                .containsExactly("started", "failed", "dead_lettered");
        JsonNode keys = transitions("traced").getFirst().at("/keys");
        assertThat(keys)
                .isEqualTo(JSON.valueToTree(Map.of(
                        "transition",
                        "started",
                        "patch",
                        "traced",
                        "run",
                        "1",
                        "attempt",
                        "1",
                        "lane",
                        "c.txt",
                        "executor",
                        "json",
                        "trace",
                        TRACE)));
    }

    /** What the executor's log tells of a patch; every line of that log is a JSON object. */
    private List<JsonNode> transitions(String patch) {
        return executor.log()
                .lines()
                .filter(line -> !line.startsWith("OpenJDK") && !line.startsWith("WARNING"))
                .map(ObservabilityIT::json)
                .filter(line -> line.at("/keys/patch").asText().equals(patch))
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    @Test
    void a_patch_is_one_trace_from_the_request_to_its_run_and_its_replay_is_another_that_is_linked_with_it() {
        await().atMost(TOLD).until(() -> collector.inTrace(TRACE).size() == 3);
        SpanCollector.Heard request = span("POST /webhook");
        SpanCollector.Heard sent = span("publish patch");
        SpanCollector.Heard run = span("carry out patch");
        assertThat(request.parent()).isEqualTo(CALLER);
        assertThat(request.notes()).containsEntry("http.response.status_code", "202");
        assertThat(sent.parent()).isEqualTo(request.id());
        assertThat(run.parent()).isEqualTo(sent.id());
        assertThat(List.of(request.service(), sent.service(), run.service()))
                .containsExactly("patchline-ingest", "patchline-ingest", "patchline-executor");
        assertThat(run.notes())
                .containsEntry("patchline.patch", "traced")
                .containsEntry("patchline.run", "1")
                .containsEntry("patchline.code", "command_failed");

        await().atMost(TOLD).until(() -> collector.linkedWith(TRACE).size() == 1);
        String replay = collector.linkedWith(TRACE).getFirst().trace();
        assertThat(replay).isNotEqualTo(TRACE);
        await().atMost(TOLD)
                .untilAsserted(() -> assertThat(collector.inTrace(replay))
                        .extracting(SpanCollector.Heard::name)
                        .containsExactlyInAnyOrder("replay patch", "carry out patch"));
    }

    private SpanCollector.Heard span(String name) {
        return collector.inTrace(TRACE).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String metrics(ServiceProcess service) throws IOException, InterruptedException {
        URI address = service.at("/q/metrics");
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Set<String> names(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
