package io.patchline.system;

import static io.patchline.system.DeadLetterSite.SOON;
import static io.patchline.system.DeadLetterSite.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.message.Topology;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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

/** Dead letters by the API, with two ingest services and an executor. More tests are in the interfaces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersIT implements DeadLettersInBulk, DeadLettersByHand {
    private DeadLetterSite site;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        site = new DeadLetterSite(directory);
    }

    @AfterAll
    void stop() throws IOException {
        site.close();
    }

    @Override
    public DeadLetterSite site() {
        return site;
    }

    @Test
    void a_failed_patch_is_listed_shown_and_replayed_once() throws IOException {
        site.fail("one", "lane-one");

        JsonNode page = site.get("/v1/dead-letters?lane=lane-one&reason=command_failed&target=one.txt");
        assertThat(page.at("/matching").asInt()).isEqualTo(1);
        assertThat(page.at("/groups/command_failed").asInt()).isEqualTo(1);
        assertThat(page.at("/dead_letters/0/next_run").asInt()).isEqualTo(2);
        JsonNode shown = site.get("/v1/dead-letters/one");
        assertThat(shown.at("/patch/actions/0/script").asText()).contains("runs.one");
        assertThat(shown.at("/story/outcome/report/commands/0/output/head").asText())
                .isEqualTo("why\n");

        site.allow("one");
        HttpResponse<String> replay = site.replay("one");

        assertThat(replay.statusCode()).isEqualTo(202);
        assertThat(Pipeline.json(replay).at("/run").asInt()).isEqualTo(2);
        await().atMost(SOON).until(() -> site.state("one").equals("succeeded"));
        assertThat(site.runs("one")).isEqualTo(2);
        assertThat(site.listed("lane-one")).isZero();
        assertThat(site.pipeline().story("one", 0).at("/timeline").findValuesAsText("what"))
                .contains("dead_lettered", "replayed");
        assertThat(code(site.replay("one"))).isEqualTo("not_dead");
    }

    @Test
    void of_many_operators_at_two_services_one_replays() throws Exception {
        site.fail("wanted", "lane-wanted");
        site.allow("wanted");
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService operators = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                ServiceProcess at = i % 2 == 0 ? site.pipeline().ingest() : site.other();
                answers.add(operators.submit(() -> site.pipeline()
                        .call("POST", at, "/v1/dead-letters/wanted/replay", "")
                        .statusCode()));
            }
        }

        List<Integer> codes = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            codes.add(answer.get());
        }
        assertThat(codes).containsOnlyOnce(202);
        assertThat(codes.stream().filter(code -> code == 409)).hasSize(5);
        await().atMost(SOON).until(() -> site.state("wanted").equals("succeeded"));
        assertThat(site.runs("wanted")).isEqualTo(2);
        assertThat(site.hand().depth(Topology.DEAD)).isEqualTo(site.listedInAll());
    }

    @Test
    void a_mended_patch_takes_the_place_of_the_dead_one_under_a_new_id() throws IOException {
        site.fail("broken", "lane-broken");
        String mended = Pipeline.body("mended", "x", "echo good", Map.of("lane", "lane-broken"));

        assertThat(code(site.act(
                        "POST", "/v1/dead-letters/broken/mend", Pipeline.body("broken", "x", "echo", Map.of()))))
                .isEqualTo("id_conflict");
        assertThat(code(site.act("POST", "/v1/dead-letters/broken/mend", "{\"patch\": 7}")))
                .isEqualTo("invalid_patch");
        HttpResponse<String> answer = site.act("POST", "/v1/dead-letters/broken/mend", mended);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).get().asString().endsWith("/v1/patches/mended");
        assertThat(site.pipeline().story("mended", 20).at("/status").asText()).isEqualTo("succeeded");
        assertThat(site.listed("lane-broken")).isZero();
        assertThat(code(site.replay("broken"))).isEqualTo("not_dead");
    }

    @Test
    void a_discarded_letter_is_gone_for_good() throws IOException {
        site.fail("hopeless", "lane-hopeless");

        assertThat(site.act("DELETE", "/v1/dead-letters/hopeless", "").statusCode())
                .isEqualTo(200);

        assertThat(site.listed("lane-hopeless")).isZero();
        assertThat(code(site.act("DELETE", "/v1/dead-letters/hopeless", ""))).isEqualTo("not_dead");
        assertThat(site.pipeline().story("hopeless", 0).at("/dead_letter").asBoolean())
                .isFalse();
        assertThat(code(site.act("DELETE", "/v1/dead-letters/never-heard-of", "")))
                .isEqualTo("not_found");
    }
}
