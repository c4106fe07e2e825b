package io.patchline.system;

import static io.patchline.system.DeadLetterSite.SOON;
import static io.patchline.system.DeadLetterSite.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.message.Topology;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Orders for many dead letters at once. */
interface DeadLettersInBulk {
    DeadLetterSite site();

    @Test
    default void many_are_counted_first_and_replayed_with_the_right_count() throws IOException {
        for (int i = 0; i < 12; i++) {
            site().submit("many-" + i, "lane-many");
        }
        await().atMost(SOON).until(() -> site().listed("lane-many") == 12);
        for (int i = 0; i < 12; i++) {
            site().allow("many-" + i);
        }
        String filter = "{\"filter\": {\"lane\": \"lane-many\"}, ";

        JsonNode dry = Pipeline.json(site().act("POST", "/v1/dead-letters/replay", filter + "\"dryRun\": true}"));
        assertThat(dry.at("/count").asInt()).as(dry.toString()).isEqualTo(12);
        assertThat(code(site().act("POST", "/v1/dead-letters/replay", filter + "\"count\": 11}")))
                .isEqualTo("count_changed");
        assertThat(code(site().act("POST", "/v1/dead-letters/replay", "{\"filter\": {}}")))
                .isEqualTo("invalid_request");
        HttpResponse<String> job = site().act("POST", "/v1/dead-letters/replay", filter + "\"count\": 12}");

        assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
        String self = job.headers().firstValue("Location").orElseThrow().replaceFirst("http://[^/]*", "");
        await().atMost(SOON).until(() -> site().get(self).at("/state").asText().equals("done"));
        for (int i = 0; i < 12; i++) {
            assertThat(site().pipeline().story("many-" + i, 20).at("/status").asText())
                    .isEqualTo("succeeded");
            assertThat(site().runs("many-" + i)).isEqualTo(2);
        }
    }

    @Test
    default void an_order_for_many_survives_the_death_of_every_ingest_service_in_the_middle_of_it() throws Exception {
        int letters = 40;
        for (int i = 0; i < letters; i++) {
            site().submit("job-" + i, "lane-job");
        }
        await().atMost(SOON).until(() -> site().listed("lane-job") == letters);
        for (int i = 0; i < letters; i++) {
            site().allow("job-" + i);
        }
        long before = site().hand().depth(Topology.DEAD);
        HttpResponse<String> job = site().act(
                        "POST",
                        "/v1/dead-letters/replay",
                        "{\"filter\": {\"lane\": \"lane-job\"}, \"count\": " + letters + "}");
        assertThat(job.statusCode()).as(job.body()).isEqualTo(202);
        String self = Pipeline.json(job).at("/self").asText();

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> site().get(self).at("/remaining").asInt() < letters - 5);
        site().killBothIngests();
        await("what the dead had in hand is back, and a part of it was done")
                .atMost(SOON)
                .until(() -> site().hand().depth(Topology.DEAD), depth -> depth > before - letters && depth < before);
        site().startBothIngests();

        await().atMost(SOON).until(() -> site().get(self).at("/state").asText().equals("done"));
        for (int i = 0; i < letters; i++) {
            assertThat(site().pipeline().story("job-" + i, 20).at("/status").asText())
                    .isEqualTo("succeeded");
            assertThat(site().runs("job-" + i)).isEqualTo(2);
        }
        assertThat(site().listed("lane-job")).isZero();
    }
}
