package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The tools of the Model Context Protocol in a git workspace, from the call to the branch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpGitIT {
    private static final String REVISION = "2025-11-25";

    private final HttpClient http = HttpClient.newHttpClient();
    private Repository origin;
    private Pipeline pipeline;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        origin = Repository.create(home.resolve("origin.git"));
        origin.commit(Map.of("a.txt", "one\n", "guarded/b.txt", "b\n"));
        pipeline = new Pipeline(home, TestBroker.shared().newVirtualHost());
        pipeline.startExecutor(origin.site());
        pipeline.awaitExecutorHeard();
    }

    @AfterAll
    void stop() {
        http.close();
        pipeline.close();
    }

    @Test
    void a_preview_runs_the_commands_on_a_copy_and_leaves_no_commit() {
        String before = origin.tip("main");

        JsonNode preview = tool(
                "preview_patch", Map.of("workspace", "site", "command", "tr a-z A-Z < a.txt > b.txt; echo it ran"));

        assertThat(preview.at("/isError").asBoolean()).as("%s", preview).isFalse();
        assertThat(preview.at("/structuredContent/diff").asText()).contains("b/b.txt", "+ONE");
        assertThat(preview.at("/structuredContent/commands/0/exit_code").asInt(-1))
                .isZero();
        assertThat(preview.at("/structuredContent/commit").isMissingNode()).isTrue();
        assertThat(preview.at("/structuredContent/preview").asText()).contains("Nothing was changed");
        assertThat(origin.tip("main")).isEqualTo(before);
    }

    @Test
    void what_a_patch_committed_is_taken_back_by_another_and_what_has_no_commit_is_not() {
        JsonNode made = tool(
                "submit_patch",
                Map.of("id", "mcp-made", "workspace", "site", "command", "echo made > made.txt", "wait_seconds", 30));
        assertThat(made.at("/structuredContent/commit").asText()).as("%s", made).isEqualTo(origin.tip("main"));

        JsonNode undone = tool("revert_patch", Map.of("ids", List.of("mcp-made"), "new_id", "mcp-unmade"));

        assertThat(undone.at("/isError").asBoolean()).as("%s", undone).isFalse();
        assertThat(undone.at("/structuredContent/state").asText()).isEqualTo("succeeded");
        assertThat(undone.at("/structuredContent/reverts/0").asText()).isEqualTo("mcp-made");
        assertThat(undone.at("/structuredContent/commit").asText()).isEqualTo(origin.tip("main"));
        assertThat(origin.files("main")).doesNotContain("made.txt");

        JsonNode failed = tool(
                "submit_patch",
                Map.of("id", "mcp-fails", "workspace", "site", "command", "exit 3", "wait_seconds", 30));
        assertThat(failed.at("/structuredContent/code").asText()).isEqualTo("command_failed");
        JsonNode refused = tool("revert_patch", Map.of("ids", List.of("mcp-fails")));
        assertThat(refused.at("/isError").asBoolean()).isTrue();
        assertThat(refused.at("/structuredContent/code").asText()).isEqualTo("not_revertible");
    }

    @Test
    void what_waits_for_a_person_is_no_error_and_says_so_and_what_was_made_on_something_else_is_stale() {
        JsonNode waits = tool(
                "submit_patch",
                Map.of("id", "mcp-judged", "workspace", "site", "command", "echo j > guarded/j", "wait_seconds", 30));
        assertThat(waits.at("/structuredContent/state").asText())
                .as("%s", waits)
                .isEqualTo("awaiting_review");
        assertThat(waits.at("/isError").asBoolean()).isFalse();
        assertThat(waits.at("/structuredContent/next").asText()).contains("person");
        assertThat(origin.files("main")).doesNotContain("guarded/j");

        JsonNode stale = tool(
                "submit_patch",
                Map.of(
                        "id",
                        "mcp-stale",
                        "workspace",
                        "site",
                        "command",
                        "echo s > s.txt",
                        "base",
                        Map.of("a.txt", "1".repeat(40)),
                        "wait_seconds",
                        30));
        assertThat(stale.at("/structuredContent/code").asText()).as("%s", stale).isEqualTo("stale");
        assertThat(origin.files("main")).doesNotContain("s.txt");
    }

    private JsonNode tool(String name, Map<String, ?> arguments) {
        return new McpClient(http, pipeline.ingest(), Pipeline.TOKEN, REVISION).tool(name, arguments);
    }
}
