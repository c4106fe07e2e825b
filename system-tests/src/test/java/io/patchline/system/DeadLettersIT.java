package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.patchline.broker.TestBroker;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.patch.Lane;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters by the API, with two ingest services and an executor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private Pipeline pipeline;
    private ServiceProcess other;
    private BrokerHand hand;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
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

    @AfterAll
    void stop() throws IOException {
        hand.close();
        pipeline.close();
    }

    @Test
    void a_failed_patch_is_listed_shown_and_replayed_once() throws IOException {
        fail("one", "lane-one");

        JsonNode page = get("/v1/dead-letters?lane=lane-one&reason=command_failed&target=one.txt");
        assertThat(page.at("/matching").asInt()).isEqualTo(1);
        assertThat(page.at("/groups/command_failed").asInt()).isEqualTo(1);
        assertThat(page.at("/dead_letters/0/next_run").asInt()).isEqualTo(2);
        JsonNode shown = get("/v1/dead-letters/one");
        assertThat(shown.at("/patch/actions/0/script").asText()).contains("runs.one");
        assertThat(shown.at("/story/outcome/report/commands/0/output/head").asText())
                .isEqualTo("why\n");

        allow("one");
        HttpResponse<String> replay = replay("one");

        assertThat(replay.statusCode()).isEqualTo(202);
        assertThat(Pipeline.json(replay).at("/run").asInt()).isEqualTo(2);
        await().atMost(SOON).until(() -> state("one").equals("succeeded"));
        assertThat(runs("one")).isEqualTo(2);
        assertThat(listed("lane-one")).isZero();
        assertThat(pipeline.story("one", 0).at("/timeline").findValuesAsText("what"))
                .contains("dead_lettered", "replayed");
        assertThat(code(replay("one"))).isEqualTo("not_dead");
    }

    @Test
    void of_many_operators_at_two_services_one_replays() throws Exception {
        fail("wanted", "lane-wanted");
        allow("wanted");
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService operators = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                ServiceProcess at = i % 2 == 0 ? pipeline.ingest() : other;
                answers.add(operators.submit(() -> pipeline.call("POST", at, "/v1/dead-letters/wanted/replay", "")
                        .statusCode()));
            }
        }

        List<Integer> codes = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            codes.add(answer.get());
        }
        assertThat(codes).containsOnlyOnce(202);
        assertThat(codes.stream().filter(code -> code == 409)).hasSize(5);
        await().atMost(SOON).until(() -> state("wanted").equals("succeeded"));
        assertThat(runs("wanted")).isEqualTo(2);
        assertThat(hand.depth(Topology.DEAD)).isEqualTo(listedInAll());
    }

    @Test
    void a_mended_patch_takes_the_place_of_the_dead_one_under_a_new_id() throws IOException {
        fail("broken", "lane-broken");
        String mended = Pipeline.body("mended", "x", "echo good", Map.of("lane", "lane-broken"));

        assertThat(code(act("POST", "/v1/dead-letters/broken/mend", Pipeline.body("broken", "x", "echo", Map.of()))))
                .isEqualTo("id_conflict");
        assertThat(code(act("POST", "/v1/dead-letters/broken/mend", "{\"patch\": 7}")))
                .isEqualTo("invalid_patch");
        HttpResponse<String> answer = act("POST", "/v1/dead-letters/broken/mend", mended);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).get().asString().endsWith("/v1/patches/mended");
        assertThat(pipeline.story("mended", 20).at("/status").asText()).isEqualTo("succeeded");
        assertThat(listed("lane-broken")).isZero();
        assertThat(code(replay("broken"))).isEqualTo("not_dead");
    }

    @Test
    void a_discarded_letter_is_gone_for_good() throws IOException {
        fail("hopeless", "lane-hopeless");

        assertThat(act("DELETE", "/v1/dead-letters/hopeless", "").statusCode()).isEqualTo(200);

        assertThat(listed("lane-hopeless")).isZero();
        assertThat(code(act("DELETE", "/v1/dead-letters/hopeless", ""))).isEqualTo("not_dead");
        assertThat(pipeline.story("hopeless", 0).at("/dead_letter").asBoolean()).isFalse();
        assertThat(code(act("DELETE", "/v1/dead-letters/never-heard-of", ""))).isEqualTo("not_found");
    }

    @Test
    void many_are_counted_first_and_replayed_with_the_right_count() throws IOException {
        for (int i = 0; i < 12; i++) {
            submit("many-" + i, "lane-many");
        }
        await().atMost(SOON).until(() -> listed("lane-many") == 12);
        for (int i = 0; i < 12; i++) {
            allow("many-" + i);
        }
        String filter = "{\"filter\": {\"lane\": \"lane-many\"}, ";

        JsonNode dry = Pipeline.json(act("POST", "/v1/dead-letters/replay", filter + "\"dryRun\": true}"));
        assertThat(dry.at("/count").asInt()).as(dry.toString()).isEqualTo(12);
        assertThat(code(act("POST", "/v1/dead-letters/replay", filter + "\"count\": 11}")))
                .isEqualTo("count_changed");
        assertThat(code(act("POST", "/v1/dead-letters/replay", "{\"filter\": {}}")))
                .isEqualTo("invalid_request");
        HttpResponse<String> job = act("POST", "/v1/dead-letters/replay", filter + "\"count\": 12}");

        assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
        String self = job.headers().firstValue("Location").orElseThrow().replaceFirst("http://[^/]*", "");
        await().atMost(SOON).until(() -> get(self).at("/state").asText().equals("done"));
        for (int i = 0; i < 12; i++) {
            assertThat(pipeline.story("many-" + i, 20).at("/status").asText()).isEqualTo("succeeded");
            assertThat(runs("many-" + i)).isEqualTo(2);
        }
    }

    @Test
    void an_order_for_many_survives_the_death_of_every_ingest_service_in_the_middle_of_it() throws Exception {
        int letters = 40;
        for (int i = 0; i < letters; i++) {
            submit("job-" + i, "lane-job");
        }
        await().atMost(SOON).until(() -> listed("lane-job") == letters);
        for (int i = 0; i < letters; i++) {
            allow("job-" + i);
        }
        long before = hand.depth(Topology.DEAD);
        HttpResponse<String> job = act(
                "POST",
                "/v1/dead-letters/replay",
                "{\"filter\": {\"lane\": \"lane-job\"}, \"count\": " + letters + "}");
        assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
        String self = Pipeline.json(job).at("/self").asText();

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> get(self).at("/remaining").asInt() < letters - 5);
        pipeline.ingest().kill9();
        other.kill9();
        await("what the dead had in hand is back, and a part of it was done")
                .atMost(SOON)
                .until(() -> hand.depth(Topology.DEAD), depth -> depth > before - letters && depth < before);
        pipeline.replaceIngest();
        other = pipeline.startAnotherIngest();
        pipeline.awaitReady(pipeline.ingest());
        pipeline.awaitReady(other);

        await().atMost(SOON).until(() -> get(self).at("/state").asText().equals("done"));
        for (int i = 0; i < letters; i++) {
            assertThat(pipeline.story("job-" + i, 20).at("/status").asText()).isEqualTo("succeeded");
            assertThat(runs("job-" + i)).isEqualTo(2);
        }
        assertThat(listed("lane-job")).isZero();
    }

    /** What the death leaves is made by hand: the run is on its way, and its letter is in the queue still. */
    @Test
    void a_death_between_the_publish_and_the_acknowledgement_of_a_replay_leaves_a_copy_that_never_runs()
            throws Exception {
        fail("torn", "lane-torn");
        allow("torn");
        int lane = new Lane("lane-torn").queue(8);
        GetResponse letter = hand.takeDead("torn");
        hand.publish("", Topology.DEAD, letter.getBody(), letter.getProps());

        hand.publish(Topology.PATCHES, Topology.laneKey(lane), letter.getBody(), letter.getProps());

        await().atMost(SOON).until(() -> state("torn").equals("succeeded"));
        assertThat(code(replay("torn"))).isIn("not_dead", "not_found");
        await("the copy is taken away")
                .atMost(SOON)
                .until(() -> hand.depth(Topology.DEAD) == listedInAll() && listed("lane-torn") == 0);
        hand.publish("", Topology.laneQueue(lane), letter.getBody(), letter.getProps());
        submit("behind-torn", "lane-torn");
        assertThat(pipeline.story("behind-torn", 20).at("/status").asText()).isEqualTo("failed");
        assertThat(runs("torn")).isEqualTo(2);
    }

    @Test
    void what_no_executor_told_of_is_found_in_the_queue() throws Exception {
        hand.publish(Topology.PATCHES, Topology.laneKey(0), "no patch at all", new BasicProperties());
        hand.publish("", Topology.DEAD, "by hand", new BasicProperties());
        // As an int it is 0.
        Map<String, Object> noRun = Map.of(PatchMessage.RUN, 1L << 40);
        hand.publish(
                "",
                Topology.DEAD,
                "with a strange run",
                new BasicProperties.Builder().headers(noRun).build());

        await().atMost(SOON)
                .until(() -> get("/v1/dead-letters?reason=undecodable")
                                .at("/matching")
                                .asInt()
                        == 3);
        JsonNode page = get("/v1/dead-letters?reason=undecodable");
        for (JsonNode letter : page.at("/dead_letters")) {
            assertThat(get(letter.at("/self").asText()).at("/text").asText())
                    .isIn("no patch at all", "by hand", "with a strange run");
            assertThat(code(act("POST", letter.at("/self").asText() + "/replay", "")))
                    .isEqualTo("not_replayable");
            assertThat(act("DELETE", letter.at("/self").asText(), "").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void what_was_moved_by_hand_runs_once_and_is_listed_no_more() throws Exception {
        fail("moved", "lane-moved");
        allow("moved");

        GetResponse letter = hand.takeDead("moved");
        hand.publish("", Topology.laneQueue(new Lane("lane-moved").queue(8)), letter.getBody(), letter.getProps());

        await().atMost(SOON).until(() -> state("moved").equals("succeeded"));
        assertThat(runs("moved")).isEqualTo(2);
        await().atMost(SOON).until(() -> listed("lane-moved") == 0);
    }

    @Test
    void what_was_purged_by_hand_is_told_to_whoever_acts_on_it() throws Exception {
        fail("purged", "lane-purged");
        hand.takeDead("purged");

        assertThat(code(replay("purged"))).isEqualTo("not_dead");
        await().atMost(SOON).until(() -> listed("lane-purged") == 0);
    }

    private void fail(String id, String lane) {
        submit(id, lane);
        await().atMost(SOON).until(() -> listed(lane) == 1);
    }

    /** Fails until it is allowed. */
    private void submit(String id, String lane) {
        String command = "echo x >> runs.%s; echo why; test -e allowed.%s".formatted(id, id);
        HttpResponse<String> answer = pipeline.submit(id, id + ".txt", command, Map.of("lane", lane));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private void allow(String id) throws IOException {
        Files.writeString(pipeline.workspace().resolve("allowed." + id), "");
    }

    private long runs(String id) throws IOException {
        return Files.readAllLines(pipeline.workspace().resolve("runs." + id), StandardCharsets.UTF_8)
                .size();
    }

    private String state(String id) {
        return pipeline.story(id, 0).at("/status").asText();
    }

    private int listed(String lane) {
        return get("/v1/dead-letters?lane=" + lane).at("/matching").asInt();
    }

    private long listedInAll() {
        return get("/v1/dead-letters").at("/listed").asLong();
    }

    private HttpResponse<String> replay(String id) {
        return act("POST", "/v1/dead-letters/" + id + "/replay", "");
    }

    private HttpResponse<String> act(String method, String path, String body) {
        return pipeline.call(method, pipeline.ingest(), path, body);
    }

    private JsonNode get(String path) {
        return Pipeline.json(act("GET", path, ""));
    }

    private static String code(HttpResponse<String> answer) {
        return Pipeline.json(answer).at("/code").asText();
    }
}
