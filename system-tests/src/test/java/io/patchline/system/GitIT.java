package io.patchline.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Patches of a git workspace, from the webhook to the branch, through reviews and back, with both services as processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GitIT implements PendingDecisions {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String REVIEWER = "pl_system_tests_reviewer_0123456789abcdefgh";

    private Repository origin;
    private Pipeline pipeline;
    private String broker = "";

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        origin = Repository.create(home.resolve("origin.git"));
        origin.commit(Map.of("a.txt", "one\ntwo\nthree\n", "guarded/b.txt", "b\n"));
        Path tokens = Files.writeString(
                home.resolve("git-tokens"),
                "tests:submit,read,operate,review:" + hash(Pipeline.TOKEN) + "\nanna:review,read:" + hash(REVIEWER));
        broker = TestBroker.shared().newVirtualHost();
        pipeline = new Pipeline(home, broker, Map.of("PATCHLINE_ACCESS_TOKENS_FILE", tokens.toString()));
        Map<String, String> settings = new HashMap<>(origin.site());
        settings.putAll(Map.of(
                "PATCHLINE_NETWORK", "ask",
                "PATCHLINE_GIT_BRIEF_URL", origin.url(),
                "PATCHLINE_GIT_BRIEF_REVIEW", "always",
                "PATCHLINE_GIT_BRIEF_REVIEW_WITHIN", "1s"));
        pipeline.startExecutor(settings);
        pipeline.awaitExecutorHeard();
    }

    @AfterAll
    void stop() {
        pipeline.close();
    }

    @Test
    void an_unknown_workspace_is_refused_with_the_names_that_there_are() {
        JsonNode problem = Pipeline.json(submit("elsewhere", Map.of("workspace", "nowhere")));

        assertThat(problem.at("/code").asText()).isEqualTo("unknown_workspace");
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/workspace");
        assertThat(problem.at("/detail").asText()).contains("\"brief\", \"default\", \"site\"");
        assertThat(submit("no-git", Map.of("review", true)).statusCode()).isEqualTo(400);
    }

    @Test
    void a_patch_is_a_commit_and_a_revert_of_it_another_and_both_say_so() {
        JsonNode done = story(site("made", "echo made > made.txt", Map.of("message", "Make it")));
        assertThat(done.at("/status").asText()).as("%s", done).isEqualTo("succeeded");
        assertThat(done.at("/commit").asText()).isEqualTo(origin.tip("main"));
        assertThat(done.at("/branch").asText()).isEqualTo("main");
        assertThat(done.at("/outcome/report/files/0/path").asText()).isEqualTo("made.txt");
        assertThat(done.at("/outcome/report/diff").asText()).contains("+made");
        assertThat(origin.log("main", 1)).contains("Make it").contains("Patchline-Id: made");

        HttpResponse<String> revert = call("/v1/patches/made/revert", "{\"id\":\"unmade\"}");
        assertThat(revert.statusCode()).as(revert.body()).isEqualTo(202);
        JsonNode undone = story("unmade");

        assertThat(undone.at("/status").asText()).as("%s", undone).isEqualTo("succeeded");
        assertThat(undone.at("/reverts/0").asText()).isEqualTo("made");
        assertThat(undone.at("/lane").asText()).isEqualTo(done.at("/lane").asText());
        assertThat(story("made").at("/reverted_by/0").asText()).isEqualTo("unmade");
        assertThat(origin.files("main")).doesNotContain("made.txt");
        assertThat(call("/v1/patches/made/revert", "{\"id\":\"unmade\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_failed_has_no_commit_and_cannot_be_taken_back() {
        JsonNode failed = story(site("fails", "echo x > half.txt; exit 3", Map.of()));
        assertThat(failed.at("/status").asText()).isEqualTo("failed");
        assertThat(origin.files("main")).doesNotContain("half.txt");

        HttpResponse<String> refused = call("/v1/patches/fails/revert", "");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Pipeline.json(refused).at("/code").asText()).isEqualTo("not_revertible");
        assertThat(call("/v1/patches/revert", "{\"ids\":[]}").statusCode()).isEqualTo(400);
        assertThat(call("/v1/patches/never-heard-of/revert", "").statusCode()).isEqualTo(404);
    }

    @Test
    void what_is_approved_is_what_lands_and_nobody_approves_their_own() {
        JsonNode waiting = story(site("judged", "echo judged > guarded/j.txt", Map.of()));
        String commit = waiting.at("/review/commit").asText();
        assertThat(waiting.at("/status").asText()).as("%s", waiting).isEqualTo("awaiting_review");
        assertThat(origin.files("main")).doesNotContain("guarded/j.txt");
        assertThat(pipeline.view("/v1/patches?state=awaiting_review")
                        .at("/patches")
                        .findValuesAsText("id"))
                .contains("judged");
        String body = "{\"commit\":\"" + commit + "\"}";

        assertThat(call("/v1/patches/judged/approve", body).statusCode()).isEqualTo(403);
        assertThat(asReviewer("/v1/patches/judged/approve", "{\"commit\":\"" + "0".repeat(40) + "\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(asReviewer("/v1/patches/judged/approve", body).statusCode()).isEqualTo(202);

        JsonNode landed = until("judged", "succeeded");
        assertThat(landed.at("/approved_by").asText()).isEqualTo("anna");
        assertThat(landed.at("/timeline").toString()).contains("approve_requested");
        assertThat(origin.files("main")).contains("guarded/j.txt");
        assertThat(asReviewer("/v1/patches/judged/approve", body).statusCode()).isEqualTo(200);
        assertThat(asReviewer("/v1/patches/judged/reject", "{\"reason\":\"late\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(origin.branches()).noneMatch(branch -> branch.contains("judged"));
    }

    @Test
    void what_was_approved_and_cannot_land_runs_no_command_with_the_network_until_somebody_replays_it()
            throws IOException {
        JsonNode waiting = story(site("beyond", "echo mine > guarded/c.txt", Map.of("network", true)));
        origin.commit(Map.of("guarded/c.txt", "a person's\n"));
        approve("beyond", waiting);

        JsonNode stale = until("beyond", "failed");
        assertThat(stale.at("/code").asText()).as("%s", stale).isEqualTo("stale");
        assertThat(stale.at("/summary").asText()).contains("merge patchline/beyond into main by hand");
        await().atMost(SOON).until(() -> story("beyond").at("/dead_letter").asBoolean());
        assertThat(call("/v1/dead-letters/beyond/replay", "").statusCode()).isEqualTo(202);

        JsonNode again = until("beyond", "awaiting_review");
        assertThat(again.at("/review/commit")).isNotEqualTo(waiting.at("/review/commit"));
        approve("beyond", again);
        until("beyond", "succeeded");
    }

    private void approve(String id, JsonNode waiting) {
        String body = "{\"commit\":\"" + waiting.at("/review/commit").asText() + "\"}";
        assertThat(asReviewer("/v1/patches/" + id + "/approve", body).statusCode())
                .isEqualTo(202);
    }

    @Test
    void what_is_rejected_never_lands() {
        story(site("unwanted", "echo u > guarded/u.txt", Map.of()));

        assertThat(asReviewer("/v1/patches/unwanted/reject", "{\"reason\":\"not in\\nthis release\"}")
                        .statusCode())
                .isEqualTo(202);

        JsonNode rejected = until("unwanted", "rejected");
        assertThat(rejected.at("/code").asText()).isEqualTo("rejected");
        assertThat(rejected.at("/summary").asText()).isEqualTo("rejected by anna: not in this release");
        assertThat(rejected.at("/dead_letter").asBoolean()).isFalse();
        assertThat(origin.files("main")).doesNotContain("guarded/u.txt");
        assertThat(origin.branches()).noneMatch(branch -> branch.contains("unwanted"));
    }

    @Test
    void a_rejection_is_of_the_commit_that_was_judged_and_not_of_what_was_merged_by_hand() throws IOException {
        JsonNode waiting = story(site("merged", "echo m > guarded/m.txt", Map.of()));
        String commit = waiting.at("/review/commit").asText();
        assertThat(asReviewer("/v1/patches/merged/reject", "{\"reason\":\"no\",\"commit\":\"" + "0".repeat(40) + "\"}")
                        .body())
                .contains("stale", "reject it by its hash");
        origin.merge("patchline/merged");

        assertThat(asReviewer("/v1/patches/merged/reject", "{\"reason\":\"no\",\"commit\":\"" + commit + "\"}")
                        .statusCode())
                .isEqualTo(202);

        JsonNode end = until("merged", "succeeded");
        assertThat(end.at("/commit").asText()).as("%s", end).isEqualTo(commit);
        assertThat(call("/v1/patches/merged/revert", "{\"id\":\"unmerged\"}").statusCode())
                .isEqualTo(202);
        until("unmerged", "awaiting_review");
    }

    @Test
    void of_approval_and_rejection_at_once_one_wins_and_both_are_told_the_same() {
        JsonNode waiting = story(site("torn", "echo t > guarded/t.txt", Map.of()));
        String approval = "{\"commit\":\"" + waiting.at("/review/commit").asText() + "\"}";

        Stream.of("approve", "reject", "approve", "reject")
                .parallel()
                .forEach(what -> asReviewer(
                        "/v1/patches/torn/" + what, what.equals("approve") ? approval : "{\"reason\":\"no\"}"));

        await().atMost(SOON)
                .until(() -> List.of("succeeded", "rejected")
                        .contains(story("torn").at("/status").asText()));
        JsonNode end = story("torn");
        boolean approved = end.at("/status").asText().equals("succeeded");
        assertThat(origin.files("main").contains("guarded/t.txt")).as("%s", end).isEqualTo(approved);
    }

    @Test
    void what_nobody_judges_in_time_is_rejected() {
        submit("forgotten", Map.of("workspace", "brief", "patch", "echo f > f.txt"));

        JsonNode expired = until("forgotten", "rejected");

        assertThat(expired.at("/code").asText()).isEqualTo("review_expired");
        assertThat(origin.files("main")).doesNotContain("f.txt");
    }

    @Test
    void a_patch_that_was_made_on_something_else_is_stale_and_does_not_run() {
        String made = site("on-old", "echo o > o.txt", Map.of("base", Map.of("a.txt", "1".repeat(40))));

        JsonNode stale = story(made);

        assertThat(stale.at("/code").asText()).as("%s", stale).isEqualTo("stale");
        assertThat(origin.files("main")).doesNotContain("o.txt");
    }

    private String site(String id, String command, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.put("workspace", "site");
        fields.put("patch", command);
        HttpResponse<String> accepted = submit(id, fields);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return id;
    }

    private HttpResponse<String> submit(String id, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(more);
        String command = fields.getOrDefault("patch", "true").toString();
        return pipeline.submit(id, "lane-of-" + id, command, fields);
    }

    private JsonNode story(String id) {
        return pipeline.story(id, 20);
    }

    private JsonNode until(String id, String status) {
        await().atMost(SOON).until(() -> story(id).at("/status").asText().equals(status));
        return story(id);
    }

    private HttpResponse<String> call(String path, String body) {
        return pipeline.call("POST", pipeline.ingest(), path, body);
    }

    @Override
    public Pipeline pipeline() {
        return pipeline;
    }

    @Override
    public Repository origin() {
        return origin;
    }

    @Override
    public String broker() {
        return broker;
    }

    @Override
    public HttpResponse<String> asReviewer(String path, String body) {
        return pipeline.callAs(REVIEWER, "POST", path, body);
    }

    private static String hash(String token) {
        return Digest.sha256Hex(token.getBytes(UTF_8));
    }
}
