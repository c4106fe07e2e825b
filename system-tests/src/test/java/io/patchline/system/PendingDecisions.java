package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.EventMessage;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was decided of a commit and waits behind another patch of its lane: nobody cancels that, and nothing of it is lost. */
interface PendingDecisions {
    Duration SOON = Duration.ofSeconds(60);

    Pipeline pipeline();

    Repository origin();

    /** The address of the broker. */
    String broker();

    /** A call with the token of a reviewer. */
    HttpResponse<String> asReviewer(String path, String body);

    private HttpResponse<String> call(String path, String body) {
        return pipeline().call("POST", pipeline().ingest(), path, body);
    }

    private JsonNode story(String id) {
        return pipeline().story(id, 20);
    }

    private JsonNode until(String id, String status) {
        await().atMost(SOON).until(() -> story(id).at("/status").asText().equals(status));
        return story(id);
    }

    private void submit(String id, String lane, String command) {
        HttpResponse<String> accepted =
                pipeline().submit(id, "target-of-" + id, command, Map.of("workspace", "site", "lane", lane));
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    }

    /** Puts a commit up for review, and has its lane busy. Returns the story of what waits. */
    private JsonNode waitsBehindAnother(String id) {
        submit(id, "lane-of-" + id, "echo " + id + " > guarded/" + id);
        JsonNode waiting = until(id, "awaiting_review");
        submit(id + "-before", "lane-of-" + id, "sleep 600");
        await().atMost(SOON)
                .until(() -> story(id + "-before", 0).at("/status").asText().equals("running"));
        return waiting;
    }

    /** Puts a commit up for review, and approves it while its lane is busy. Returns the approval. */
    private String approvedBehindAnother(String id) {
        JsonNode waiting = waitsBehindAnother(id);
        String approval = "{\"commit\":\"" + waiting.at("/review/commit").asText() + "\"}";
        assertThat(asReviewer("/v1/patches/" + id + "/approve", approval).statusCode())
                .isEqualTo(202);
        return approval;
    }

    private JsonNode story(String id, int wait) {
        return pipeline().story(id, wait);
    }

    private void letGo(String id) {
        assertThat(call("/v1/patches/" + id + "-before/cancel", "").statusCode())
                .isBetween(200, 202);
    }

    @Test
    default void what_was_approved_is_not_cancelled() {
        approvedBehindAnother("approved");

        HttpResponse<String> refused = call("/v1/patches/approved/cancel", "");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(Pipeline.json(refused).at("/code").asText()).isEqualTo("review_decided");
        assertThat(Pipeline.json(refused).at("/detail").asText()).contains("approved", "revert");
        JsonNode pending = story("approved", 0);
        assertThat(pending.at("/status").asText()).isEqualTo("queued");
        assertThat(pending.at("/decision").asText()).isEqualTo("approve");
        letGo("approved");
        JsonNode landed = until("approved", "succeeded");
        assertThat(landed.has("decision")).isFalse();
        assertThat(landed.at("/timeline").toString()).doesNotContain("cancel_requested");
        assertThat(origin().files("main")).contains("guarded/approved");
    }

    /** As the ingest services of before ask for it. */
    @Test
    default void a_cancel_of_it_that_comes_all_the_same_leaves_the_commit_waiting() throws Exception {
        String approval = approvedBehindAnother("withdrawn");
        RunRef ref = new RunRef(new PatchId("withdrawn"), 2, 1, new Lane("lane-of-withdrawn"), RunRef.INGEST);
        OutgoingMessage cancel =
                EventMessage.of(EventEnvelope.of(new PatchEvent.CancelRequested(ref, "tests"), Instant.now()));
        try (BrokerHand hand = new BrokerHand(broker())) {
            hand.publish(cancel.exchange(), cancel.routingKey(), cancel.body(), cancel.properties());
        }
        await().atMost(SOON)
                .until(() -> story("withdrawn", 0).at("/timeline").toString().contains("cancel_requested"));
        letGo("withdrawn");

        JsonNode again = until("withdrawn", "awaiting_review");
        assertThat(again.at("/run").asInt()).isEqualTo(2);
        assertThat(again.at("/summary").asText()).contains("cancelled", "waits on");
        assertThat(approval).contains(again.at("/review/commit").asText());
        assertThat(origin().files("main")).doesNotContain("guarded/withdrawn");
        assertThat(asReviewer("/v1/patches/withdrawn/approve", approval).statusCode())
                .isEqualTo(202);
        until("withdrawn", "succeeded");
        assertThat(origin().files("main")).contains("guarded/withdrawn");
    }

    @Test
    default void one_that_was_purged_from_its_lane_is_sent_again() throws Exception {
        String approval = approvedBehindAnother("purged");
        purge("lane-of-purged");
        letGo("purged");

        await().atMost(SOON).until(() -> {
            asReviewer("/v1/patches/purged/approve", approval);
            return story("purged", 1).at("/status").asText().equals("succeeded");
        });

        assertThat(story("purged").at("/run").asInt()).isEqualTo(2);
        assertThat(origin().files("main")).contains("guarded/purged");
    }

    /** What somebody pushed since, nobody has judged. */
    @Test
    default void a_rejection_that_was_purged_is_sent_again_with_the_commit_that_it_named() throws Exception {
        waitsBehindAnother("unwelcome");
        String rejection = "{\"reason\":\"no\"}";
        assertThat(asReviewer("/v1/patches/unwelcome/reject", rejection).statusCode())
                .isEqualTo(202);
        purge("lane-of-unwelcome");
        origin().commit("patchline/unwelcome", Map.of("guarded/better.txt", "a person's\n"));
        letGo("unwelcome");

        await().atMost(SOON)
                .until(() ->
                        asReviewer("/v1/patches/unwelcome/reject", rejection).statusCode() == 202);

        await().atMost(SOON)
                .until(() -> !story("unwelcome").at("/status").asText().equals("queued"));
        JsonNode left = story("unwelcome");
        assertThat(left.at("/status").asText()).as("%s", left).isEqualTo("awaiting_review");
        assertThat(left.at("/run").asInt()).isEqualTo(2);
        assertThat(left.at("/review/commit").asText()).isEqualTo(origin().tip("patchline/unwelcome"));
        assertThat(left.at("/summary").asText()).contains("another commit waits");
    }

    private void purge(String lane) throws Exception {
        try (BrokerHand hand = new BrokerHand(broker())) {
            hand.purge(Topology.laneQueue(new Lane(lane).queue(BrokerHand.LANES)));
        }
    }
}
