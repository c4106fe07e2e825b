package io.patchline.system;

import static io.patchline.system.DeadLetterSite.SOON;
import static io.patchline.system.DeadLetterSite.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.patch.Lane;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dead letters that somebody has put into the queue, moved or taken away, at the broker. */
interface DeadLettersByHand {
    DeadLetterSite site();

    /** What the death leaves is made by hand: the run is on its way, and its letter is in the queue still. */
    @Test
    default void a_death_between_the_publish_and_the_acknowledgement_of_a_replay_leaves_a_copy_that_never_runs()
            throws Exception {
        site().fail("torn", "lane-torn");
        site().allow("torn");
        int lane = new Lane("lane-torn").queue(8);
        GetResponse letter = site().hand().takeDead("torn");
        site().hand().publish("", Topology.DEAD, letter.getBody(), letter.getProps());

        site().hand().publish(Topology.PATCHES, Topology.laneKey(lane), letter.getBody(), letter.getProps());

        await().atMost(SOON).until(() -> site().state("torn").equals("succeeded"));
        assertThat(code(site().replay("torn"))).isIn("not_dead", "not_found");
        await("the copy is taken away")
                .atMost(SOON)
                .until(() ->
                        site().hand().depth(Topology.DEAD) == site().listedInAll() && site().listed("lane-torn") == 0);
        site().hand().publish("", Topology.laneQueue(lane), letter.getBody(), letter.getProps());
        site().submit("behind-torn", "lane-torn");
        assertThat(site().pipeline().story("behind-torn", 20).at("/status").asText())
                .isEqualTo("failed");
        assertThat(site().runs("torn")).isEqualTo(2);
    }

    @Test
    default void what_no_executor_told_of_is_found_in_the_queue() throws Exception {
        site().hand().publish(Topology.PATCHES, Topology.laneKey(0), "no patch at all", new BasicProperties());
        site().hand().publish("", Topology.DEAD, "by hand", new BasicProperties());
        // As an int it is 0.
        Map<String, Object> noRun = Map.of(PatchMessage.RUN, 1L << 40);
        site().hand()
                .publish(
                        "",
                        Topology.DEAD,
                        "with a strange run",
                        new BasicProperties.Builder().headers(noRun).build());

        await().atMost(SOON)
                .until(() -> site().get("/v1/dead-letters?reason=undecodable")
                                .at("/matching")
                                .asInt()
                        == 3);
        JsonNode page = site().get("/v1/dead-letters?reason=undecodable");
        for (JsonNode letter : page.at("/dead_letters")) {
            assertThat(site().get(letter.at("/self").asText()).at("/text").asText())
                    .isIn("no patch at all", "by hand", "with a strange run");
            assertThat(code(site().act("POST", letter.at("/self").asText() + "/replay", "")))
                    .isEqualTo("not_replayable");
            assertThat(site().act("DELETE", letter.at("/self").asText(), "").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    default void what_was_moved_by_hand_runs_once_and_is_listed_no_more() throws Exception {
        site().fail("moved", "lane-moved");
        site().allow("moved");

        GetResponse letter = site().hand().takeDead("moved");
        site().hand()
                .publish("", Topology.laneQueue(new Lane("lane-moved").queue(8)), letter.getBody(), letter.getProps());

        await().atMost(SOON).until(() -> site().state("moved").equals("succeeded"));
        assertThat(site().runs("moved")).isEqualTo(2);
        await().atMost(SOON).until(() -> site().listed("lane-moved") == 0);
    }

    @Test
    default void what_was_purged_by_hand_is_told_to_whoever_acts_on_it() throws Exception {
        site().fail("purged", "lane-purged");
        site().hand().takeDead("purged");

        assertThat(code(site().replay("purged"))).isEqualTo("not_dead");
        await().atMost(SOON).until(() -> site().listed("lane-purged") == 0);
    }
}
