package io.patchline.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.broker.TestBroker;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Both services, tokens of several scopes, and clients of the Model Context Protocol for them. */
final class McpSite implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Pipeline pipeline;

    McpSite(Path directory) throws IOException {
        Path tokens = Files.writeString(
                directory.resolve("mcp-tokens"),
                String.join(
                        "\n",
                        line("tests", "submit,read,operate", Pipeline.TOKEN),
                        line("worker", "submit,read", token("worker")),
                        line("other", "submit,read", token("other")),
                        line("reader", "read", token("reader")),
                        line("sender", "submit", token("sender"))));
        pipeline = new Pipeline(
                directory,
                TestBroker.shared().newVirtualHost(),
                Map.of("PATCHLINE_ACCESS_TOKENS_FILE", tokens.toString()));
        pipeline.awaitReady(pipeline.startExecutor(Map.of()));
        pipeline.awaitReady();
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** The names of the tools that whoever has this token is shown. */
    List<String> tools(String name) {
        return client(token(name), "2025-06-18")
                .call("tools/list", empty())
                .get("result")
                .get("tools")
                .findValuesAsText("name");
    }

    McpClient client(String token, String revision) {
        return new McpClient(http, pipeline.ingest(), token, revision);
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String token(String name) {
        return "pl_mcp_test_" + name + "_0123456789abcdefghijklmnop";
    }

    private static String line(String name, String scopes, String token) {
        return name + ":" + scopes + ":" + Digest.sha256Hex(token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        pipeline.close();
        http.close();
    }
}
