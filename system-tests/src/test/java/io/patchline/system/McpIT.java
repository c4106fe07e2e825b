package io.patchline.system;

import static io.patchline.system.McpSite.empty;
import static io.patchline.system.McpSite.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint for models, by plain HTTP and in each revision, in front of the whole chain. More tests are in the interface. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpIT implements McpTasks {
    /** Where clients cut what a tool answers, in tokens; about four characters of prose are one, and of anything two are more than one. */
    private static final int MOST_CHARACTERS = 2 * 25_000;

    private McpSite site;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        site = new McpSite(directory);
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @Override
    public McpSite site() {
        return site;
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-18", "2025-11-25", McpClient.STATELESS})
    void in_each_revision_a_patch_is_submitted_followed_and_read(String revision) {
        McpClient client = site.client(Pipeline.TOKEN, revision);
        JsonNode hello = revision.equals(McpClient.STATELESS)
                ? client.call("server/discover", empty())
                : client.call("initialize", empty().put("protocolVersion", revision));
        assertThat(hello.at("/result/instructions").asText()).contains("submit_patch");
        JsonNode list = client.call("tools/list", empty()).get("result");
        assertThat(list.get("tools").findValuesAsText("name")).contains("submit_patch", "replay_dead_letter");
        assertThat(client.call("tools/list", empty()).get("result")).isEqualTo(list);

        String id = "chain-" + revision;
        JsonNode submitted = client.tool("submit_patch", Map.of("id", id, "command", "echo one; echo two"));
        assertThat(submitted.toString()).doesNotContain("isError\":true");
        JsonNode over = client.tool("wait_for_patch", Map.of("id", id));
        assertThat(over.at("/structuredContent/state").asText()).isEqualTo("succeeded");
        assertThat(over.at("/structuredContent/output").asText()).isEqualTo("one\ntwo\n");
        assertThat(over.at("/content/0/text").asText())
                .isEqualTo(over.get("structuredContent").toString());
        JsonNode part = client.tool("read_patch_output", Map.of("id", id, "max_chars", 4));
        assertThat(part.at("/structuredContent/output").asText()).isEqualTo("one\n");
        JsonNode rest = client.tool(
                "read_patch_output",
                Map.of(
                        "id",
                        id,
                        "cursor",
                        part.at("/structuredContent/next_cursor").asText()));
        assertThat(rest.at("/structuredContent/output").asText()).isEqualTo("two\n");
        assertThat(client.tool("get_patch", Map.of("id", id))
                        .at("/structuredContent/source")
                        .asText())
                .isEqualTo("tests");
        assertThat(client.tool("list_patches", Map.of("text", id))
                        .at("/structuredContent/matched")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void what_is_wrong_is_told_with_its_place_and_what_failed_is_replayed_corrected() {
        McpClient client = site.client(Pipeline.TOKEN, "2025-11-25");
        JsonNode refused = client.tool(
                "submit_patch", Map.of("id", "r", "files", List.of(Map.of("path", "r.txt", "content_s", "x"))));
        assertThat(refused.get("isError").asBoolean()).isTrue();
        assertThat(refused.at("/structuredContent/errors/0/pointer").asText()).startsWith("/files/0");
        assertThat(refused.at("/structuredContent/retryable").isBoolean()).isTrue();

        JsonNode failed = client.tool(
                "submit_patch", Map.of("id", "fails", "command", "echo it is broken; exit 3", "wait_seconds", 30));
        assertThat(failed.get("isError").asBoolean()).isTrue();
        assertThat(failed.at("/structuredContent/code").asText()).isEqualTo("command_failed");
        assertThat(failed.at("/structuredContent/next").asText()).contains("replay_dead_letter");
        assertThat(failed.at("/structuredContent/output").asText()).contains("it is broken");
        assertThat(client.tool("list_dead_letters", Map.of("id", "fails"))
                        .at("/structuredContent/reason")
                        .asText())
                .isEqualTo("command_failed");
        JsonNode again =
                client.tool("replay_dead_letter", Map.of("id", "fails", "corrected", Map.of("command", "echo mended")));
        String mended = again.at("/structuredContent/id").asText();
        assertThat(client.tool("wait_for_patch", Map.of("id", mended))
                        .at("/structuredContent/state")
                        .asText())
                .isEqualTo("succeeded");

        JsonNode conflict = client.tool("submit_patch", Map.of("id", "fails", "command", "echo other"));
        assertThat(conflict.at("/structuredContent/code").asText()).isEqualTo("id_conflict");
        JsonNode preview =
                client.tool("preview_patch", Map.of("files", List.of(Map.of("path", "p.txt", "contents", "x\n"))));
        assertThat(preview.at("/structuredContent/diff").asText()).contains("+x");
        assertThat(site.pipeline().workspace().resolve("p.txt")).doesNotExist();
    }

    @Test
    void a_token_sees_and_calls_only_what_its_scopes_allow() {
        assertThat(site.tools("worker")).doesNotContain("replay_dead_letter").contains("submit_patch", "get_patch");
        assertThat(site.tools("reader"))
                .doesNotContain("submit_patch", "cancel_patch", "preview_patch", "replay_dead_letter");
        assertThat(site.tools("sender")).containsExactly("preview_patch", "submit_patch", "cancel_patch");
        JsonNode called = site.client(token("worker"), "2025-11-25")
                .call("tools/call", McpClient.params("replay_dead_letter", Map.of("id", "x")));
        assertThat(called.at("/error/code").asInt()).isEqualTo(-32602);

        JsonNode unread = site.client(token("sender"), "2025-06-18")
                .tool("submit_patch", Map.of("id", "secret", "command", "echo only-for-readers", "wait_seconds", 30));
        assertThat(unread.at("/structuredContent/state").asText()).isEqualTo("succeeded");
        assertThat(unread.toString()).doesNotContain("only-for-readers\\n");
        JsonNode foreign = site.client(token("other"), "2025-06-18").tool("cancel_patch", Map.of("id", "secret"));
        assertThat(foreign.at("/structuredContent/code").asText()).isEqualTo("forbidden");
    }

    @Test
    void strangers_and_what_comes_by_another_name_stay_outside() {
        assertThat(site.client("", "2025-11-25").post("ping", empty(), Map.of()).statusCode())
                .isEqualTo(401);
        HttpResponse<String> wrong = site.client("wrong", "2025-11-25").post("ping", empty(), Map.of());
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().allValues("WWW-Authenticate").toString()).doesNotContain("resource_metadata");
        McpClient client = site.client(Pipeline.TOKEN, "2025-11-25");
        assertThat(client.post("ping", empty(), Map.of("Origin", "http://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.post("ping", empty(), Map.of("Content-Type", "text/plain"))
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.raw("GET", "").statusCode()).isEqualTo(405);
        assertThat(client.raw("DELETE", "").statusCode()).isEqualTo(405);
        assertThat(client.raw("POST", "[]").statusCode()).isEqualTo(400);
        assertThat(client.raw("POST", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .statusCode())
                .isEqualTo(202);
        HttpResponse<String> unknown =
                site.client(Pipeline.TOKEN, McpClient.STATELESS).post("resources/list", empty(), Map.of());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(site.client(Pipeline.TOKEN, McpClient.STATELESS)
                        .post("tools/list", empty(), Map.of("Mcp-Method", "tools/call"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void the_same_id_by_rest_and_by_mcp_at_once_runs_once() throws Exception {
        McpClient client = site.client(Pipeline.TOKEN, "2025-06-18");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, 16)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> i % 2 == 0
                            ? site.pipeline()
                                    .submit("both", "both.txt", "echo ran >> both.txt", Map.of())
                                    .statusCode()
                            : client.tool(
                                            "submit_patch",
                                            Map.of(
                                                    "id",
                                                    "both",
                                                    "target_file",
                                                    "both.txt",
                                                    "command",
                                                    "echo ran >> both.txt"))
                                    .get("isError")
                                    .asBoolean()))
                    .toList();
            for (Future<?> one : all) {
                assertThat(one.get()).isIn(200, 202, false);
            }
        }
        assertThat(site.pipeline().story("both", 30).get("status").asText()).isEqualTo("succeeded");
        assertThat(site.pipeline().workspace().resolve("both.txt")).hasContent("ran");
    }

    @Test
    void two_million_bytes_of_output_never_make_a_result_too_large() {
        McpClient client = site.client(Pipeline.TOKEN, "2025-06-18");
        JsonNode over = client.tool(
                "submit_patch",
                Map.of("id", "loud", "command", "head -c 1500000 /dev/urandom | base64 -w 100", "wait_seconds", 45));
        assertThat(over.at("/structuredContent/state").asText()).isEqualTo("succeeded");
        for (Map<String, Object> arguments : List.of(
                Map.<String, Object>of("id", "loud", "max_chars", 20_000),
                Map.<String, Object>of("id", "loud", "tail", 1_000, "max_chars", 20_000),
                Map.<String, Object>of("id", "loud", "offset", 1_000_000))) {
            JsonNode read = client.tool("read_patch_output", arguments);
            assertThat(read.toString().length()).isBetween(2_000, MOST_CHARACTERS);
            assertThat(read.at("/structuredContent/total_bytes").asLong()).isGreaterThan(2_000_000);
        }
        assertThat(over.toString()).hasSizeLessThan(MOST_CHARACTERS);
        assertThat(client.tool("get_patch", Map.of("id", "loud")).toString()).hasSizeLessThan(MOST_CHARACTERS);
    }

    @Test
    void every_call_is_one_line_and_one_count_without_what_was_asked() throws IOException {
        site.client(Pipeline.TOKEN, McpClient.STATELESS)
                .tool("submit_patch", Map.of("id", "quiet", "command", "echo secret-argument"));

        assertThat(site.pipeline().ingest().log())
                .contains("A tool was called", "tool=submit_patch", "tests/1")
                .doesNotContain("secret-argument");
    }
}
