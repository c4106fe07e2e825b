package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.Permissions;
import io.patchline.broker.TestBroker;
import io.patchline.message.Topology;
import io.patchline.patch.Lane;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An operator deletes what Patchline needs on the broker and imports the definitions again. The services have the users of {@code permissions.json}, who may
 * declare nothing: they say that they are not ready while something is missing, and go on by themselves when it is there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectsDeletedIT {
    private static final String LANE = "a-lane";
    private static final Deleted LOG = new Deleted("queues", Topology.LOG);
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(20);

    private Permissions permissions;
    private Pipeline pipeline;
    private ServiceProcess executor;
    private int number;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        permissions = new Permissions(TestBroker.shared());
        pipeline = new Pipeline(directory, permissions.urlOf("ingest"), Map.of("PATCHLINE_BROKER_DECLARE", "false"));
        Path url = Files.writeString(directory.resolve("executor-broker-url"), permissions.urlOf("executor"));
        executor = pipeline.startExecutor(Map.of("PATCHLINE_BROKER_URL_FILE", url.toString()));
        pipeline.awaitReady();
    }

    @AfterAll
    void stop() {
        pipeline.close();
    }

    record Deleted(String kind, String name) {
        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    static Stream<Deleted> objects() {
        Topology topology = new Topology(BrokerHand.LANES);
        return Stream.concat(
                topology.exchanges().stream().map(exchange -> new Deleted("exchanges", exchange.name())),
                Stream.of(
                                LOG.name(),
                                Topology.DEAD,
                                Topology.DESK,
                                Topology.CANCELLED,
                                Topology.CALLBACKS,
                                Topology.laneQueue(new Lane(LANE).queue(BrokerHand.LANES)))
                        .map(queue -> new Deleted("queues", queue)));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void what_is_deleted_is_told_and_after_its_import_everything_works(Deleted object) {
        deleteAndImport(object);

        everythingWorks();
    }

    @Test
    void a_log_that_is_deleted_and_imported_again_is_read_again() {
        String before = submit("true");
        assertThat(status(before)).isEqualTo("succeeded");
        String meanwhile = submit("sleep 3");
        await().atMost(NOTICED_WITHIN)
                .until(() -> pipeline.story(meanwhile, 0).at("/status").asText().equals("running"));

        permissions.delete("queues", Topology.LOG);
        permissions.importDefinitions();

        assertThat(status(meanwhile)).as("it ended while the log was another").isEqualTo("succeeded");
        everythingWorks();
        assertThat(pipeline.story(before, 0).at("/status").asText())
                .as("told by the log before")
                .isEqualTo("succeeded");
    }

    @Test
    void what_only_the_deleted_log_held_is_gone_and_never_anothers() {
        deleteAndImport(LOG);
        String before = submit("echo before");
        assertThat(status(before)).isEqualTo("succeeded");
        long place = place(before);
        deleteAndImport(LOG);
        String other;
        do {
            other = submit("echo other");
            assertThat(status(other)).isEqualTo("succeeded");
        } while (place(other) <= place);

        JsonNode story = pipeline.story(before, 0);
        assertThat(story.at("/status").asText()).isEqualTo("succeeded");
        assertThat(story.has("outcome")).as(story.toString()).isFalse();
        assertThat(get("/v1/patches/" + before + "/output").statusCode()).isEqualTo(404);
        assertThat(get("/v1/patches/" + before + "/patch").statusCode()).isEqualTo(404);
        assertThat(get("/v1/patches/" + before + "/output?follow=true").body())
                .contains("event: end")
                .doesNotContain("other");
        assertThat(get("/v1/patches/" + other + "/output").body()).isEqualTo("other\n");
    }

    private void deleteAndImport(Deleted object) {
        permissions.delete(object.kind(), object.name());
        await("not ready").atMost(NOTICED_WITHIN).until(() -> statuses().contains(503));
        permissions.importDefinitions();
        await("ready").atMost(Pipeline.READY_WITHIN).until(() -> statuses().equals(List.of(200, 200)));
    }

    /** Of the event that tells its end, in the log. */
    private long place(String id) {
        return pipeline.story(id, 0).at("/attempts/0/event").asLong();
    }

    private HttpResponse<String> get(String path) {
        return pipeline.get(path, Map.of());
    }

    /** A patch that succeeds, one that fails and lies in the dead letters, and one that is cancelled. */
    private void everythingWorks() {
        assertThat(status(submit("true"))).isEqualTo("succeeded");
        String failing = submit("exit 3");
        assertThat(status(failing)).isEqualTo("failed");
        await("it is among the dead letters")
                .atMost(NOTICED_WITHIN)
                .until(() -> pipeline.call("GET", pipeline.ingest(), "/v1/dead-letters/" + failing, "")
                                .statusCode()
                        == 200);
        String endless = submit("sleep 60");
        pipeline.post("/v1/patches/" + endless + "/cancel", "", Map.of());
        assertThat(status(endless)).isEqualTo("cancelled");
    }

    private String submit(String command) {
        String id = "deleted-" + number++;
        await("it is accepted")
                .atMost(Pipeline.READY_WITHIN)
                .until(() ->
                        pipeline.submit(id, id, command, Map.of("lane", LANE)).statusCode() == 202);
        return id;
    }

    private String status(String id) {
        JsonNode story = await("the end of " + id + " is told")
                .atMost(Pipeline.READY_WITHIN)
                .until(() -> pipeline.story(id, 5), told -> told.has("outcome"));
        return story.at("/status").asText();
    }

    private List<Integer> statuses() {
        return List.of(pipeline.status(pipeline.ingest(), "/health"), pipeline.status(executor, "/health"));
    }
}
