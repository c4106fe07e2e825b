package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.patchline.broker.TestBroker;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Lanes that are held after a failure, with both services as processes that are killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(50);

    private Path directory;
    private Pipeline pipeline;
    private ServiceProcess executor;

    @BeforeAll
    void start(@TempDir Path home) {
        directory = home;
        String broker = TestBroker.shared().newVirtualHost();
        pipeline = new Pipeline(home, broker, Map.of("PATCHLINE_DEAD_LETTERS_RATE", "10"));
        executor = pipeline.startExecutor(Map.of("PATCHLINE_HOLD_LANES", "release/*"));
        pipeline.awaitReady();
    }

    @AfterAll
    void stop() {
        pipeline.close();
    }

    @Test
    void what_was_set_aside_follows_in_order_though_ingest_is_killed_in_the_middle() throws IOException {
        submit("first", "lane", Map.of("onFailure", "hold"));
        List<String> behind = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            behind.add("behind-" + i);
            submit("behind-" + i, "lane", Map.of());
        }
        submit("elsewhere", "another-lane", Map.of("patch", "true"));
        await().atMost(SOON).until(() -> listed("reason=lane_held&lane=lane") == 12);
        assertThat(pipeline.story("elsewhere", 20).at("/status").asText()).isEqualTo("succeeded");
        assertThat(get("/v1/dead-letters/behind-0").at("/held_by").asText()).isEqualTo("first");
        JsonNode hold = hold("lane");
        assertThat(hold.at("/waits_for").asText()).isEqualTo("first");
        assertThat(hold.at("/held").asInt()).isEqualTo(12);
        assertThat(act("/v1/dead-letters/behind-0/replay", "{\"withHeld\": true}")
                        .statusCode())
                .isEqualTo(400);
        for (String id : behind) {
            allow(id);
        }
        allow("first");
        Files.delete(order("lane"));

        assertThat(act("/v1/dead-letters/first/replay", "{\"withHeld\": true}").statusCode())
                .isEqualTo(202);
        await().atMost(SOON)
                .pollInterval(STEP)
                .until(() -> Files.exists(order("lane"))
                        && Files.readAllLines(order("lane")).size() >= 3);
        pipeline.ingest().kill9();
        int sent = Files.readAllLines(order("lane")).size();
        assertThat(sent).as("sent before the kill").isLessThan(13);
        pipeline.replaceIngest();
        pipeline.awaitReady(pipeline.ingest());
        submit("new", "lane", Map.of("patch", "echo new >> order.lane"));

        await().atMost(SOON).until(() -> hold("lane").isMissingNode());
        submit("newest", "lane", Map.of("patch", "echo newest >> order.lane"));
        assertThat(pipeline.story("newest", 20).at("/status").asText()).isEqualTo("succeeded");
        List<String> expected = new ArrayList<>(List.of("first"));
        expected.addAll(behind);
        expected.addAll(List.of("new", "newest"));
        assertThat(Files.readAllLines(order("lane"))).isEqualTo(expected);
        assertThat(listed("lane=lane")).isZero();
    }

    @Test
    void an_executor_that_is_killed_as_soon_as_the_failure_is_on_record_has_held_the_lane() throws IOException {
        submit("fatal", "killed-lane", Map.of("onFailure", "hold"));
        await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> hasOutcome("fatal"));
        executor.kill9();
        submit("behind-fatal", "killed-lane", Map.of());
        executor = pipeline.startExecutor(Map.of("PATCHLINE_HOLD_LANES", "release/*"));

        await().atMost(SOON).until(() -> listed("reason=lane_held&lane=killed-lane") == 1);
        assertThat(hold("killed-lane").at("/held_by").asText()).isEqualTo("fatal");
        assertThat(Files.readAllLines(order("killed-lane"))).containsExactly("fatal");
    }

    @Test
    void a_discarded_patch_holds_its_lane_no_more() {
        submit("hopeless", "release/1", Map.of());
        submit("behind-hopeless", "release/1", Map.of());
        await().atMost(SOON).until(() -> listed("reason=lane_held&lane=release/1") == 1);

        assertThat(pipeline.call("DELETE", pipeline.ingest(), "/v1/dead-letters/hopeless", "")
                        .statusCode())
                .isEqualTo(200);

        await().atMost(SOON).until(() -> hold("release/1").isMissingNode());
        submit("after-hopeless", "release/1", Map.of("patch", "true"));
        assertThat(pipeline.story("after-hopeless", 20).at("/status").asText()).isEqualTo("succeeded");
        assertThat(listed("reason=lane_held&lane=release/1")).isEqualTo(1);
        assertThat(get("/v1/dead-letters/behind-hopeless").has("held_by"))
                .as("it waits for nobody any more")
                .isFalse();
    }

    @Test
    void an_operator_releases_a_lane_and_a_mended_patch_another() throws IOException {
        submit("stuck", "release/2", Map.of());
        await().atMost(SOON).until(() -> !hold("release/2").isMissingNode());
        assertThat(get("/v1/dead-letters/stuck").at("/held_by").asText()).isEqualTo("stuck");
        assertThat(act("/v1/lanes/release", "{\"lane\": \"nobody\"}").statusCode())
                .isEqualTo(404);
        assertThat(act("/v1/lanes/release", "{\"lane\": \"release/2\"}").statusCode())
                .isEqualTo(202);
        await().atMost(SOON).until(() -> hold("release/2").isMissingNode());
        assertThat(listed("lane=release/2")).isEqualTo(1);
        assertThat(get("/v1/dead-letters/stuck").has("held_by")).isFalse();

        submit("wrong", "release/3", Map.of());
        submit("behind-wrong", "release/3", Map.of());
        await().atMost(SOON).until(() -> listed("reason=lane_held&lane=release/3") == 1);
        allow("behind-wrong");
        String mended = Pipeline.body("right", "x", "echo right >> order.release-3", Map.of("lane", "release/3"));
        assertThat(act("/v1/dead-letters/wrong/mend?withHeld=true", mended).statusCode())
                .isEqualTo(202);
        await().atMost(SOON).until(() -> hold("release/3").isMissingNode());
        assertThat(pipeline.story("behind-wrong", 20).at("/status").asText()).isEqualTo("succeeded");
        assertThat(Files.readAllLines(order("release/3"))).containsExactly("wrong", "right", "behind-wrong");
    }

    /** Writes its id behind those that ran before it in its lane, and fails until it is allowed. */
    private void submit(String id, String lane, Map<String, Object> more) {
        String command =
                "echo %s >> %s; test -e allowed.%s".formatted(id, order(lane).getFileName(), id);
        Map<String, Object> fields = new HashMap<>(more);
        Object patch = fields.remove("patch");
        fields.put("lane", lane);
        HttpResponse<String> answer =
                pipeline.submit(id, id + ".txt", patch == null ? command : patch.toString(), fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private void allow(String id) throws IOException {
        Files.writeString(pipeline.workspace().resolve("allowed." + id), "");
    }

    private Path order(String lane) {
        return pipeline.workspace().resolve("order." + lane.replace('/', '-'));
    }

    private boolean hasOutcome(String id) {
        String hash = new PatchId(id).hash();
        try (Stream<Path> files =
                Files.list(directory.resolve("state").resolve("ledger").resolve(hash.substring(0, 2)))) {
            return files.anyMatch(run -> Files.exists(run.resolve("outcome.json")));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hold on this lane as the API tells it; missing if there is none. */
    private JsonNode hold(String lane) {
        JsonNode lanes =
                await("executors are heard").atMost(SOON).until(() -> get("/v1/lanes"), answer -> answer.has("lanes"));
        for (JsonNode queue : lanes.at("/lanes")) {
            for (JsonNode hold : queue.at("/held")) {
                if (hold.at("/lane").asText().equals(lane)) {
                    return hold;
                }
            }
        }
        return MissingNode.getInstance();
    }

    private int listed(String filter) {
        return get("/v1/dead-letters?" + filter).at("/matching").asInt();
    }

    private HttpResponse<String> act(String path, String body) {
        return pipeline.call("POST", pipeline.ingest(), path, body);
    }

    private JsonNode get(String path) {
        return Pipeline.json(pipeline.call("GET", pipeline.ingest(), path, ""));
    }
}
