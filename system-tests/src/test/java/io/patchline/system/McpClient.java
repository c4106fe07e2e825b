package io.patchline.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A client of the Model Context Protocol as plain HTTP, in one of its revisions. */
record McpClient(HttpClient http, ServiceProcess service, String token, String revision) {
    private static final String META = "io.modelcontextprotocol/";
    static final String STATELESS = "2026-07-28";

    /** What a request is answered with: {@code result} or {@code error}. */
    JsonNode call(String method, ObjectNode params) {
        return Pipeline.json(post(method, params, Map.of()));
    }

    /** The result of a tool. */
    JsonNode tool(String name, Map<String, ?> arguments) {
        JsonNode answer = call("tools/call", params(name, arguments));
        if (!answer.has("result")) {
            throw new AssertionError(name + " was answered " + answer);
        }
        return answer.get("result");
    }

    static ObjectNode params(String name, Map<String, ?> arguments) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", name);
        params.set("arguments", new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(arguments));
        return params;
    }

    /** @param more headers besides those of the revision, or others than those */
    HttpResponse<String> post(String method, ObjectNode params, Map<String, String> more) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("jsonrpc", "2.0").put("id", 1).put("method", method);
        ObjectNode own = params.deepCopy();
        HttpRequest.Builder request = request();
        if (!method.equals("initialize")) {
            request.setHeader("MCP-Protocol-Version", revision);
        }
        if (revision.equals(STATELESS)) {
            ObjectNode meta = own.withObjectProperty("_meta");
            meta.put(META + "protocolVersion", revision);
            meta.putObject(META + "clientInfo").put("name", "tests").put("version", "1");
            meta.putObject(META + "clientCapabilities").putObject("extensions").putObject(META + "tasks");
            request.setHeader("Mcp-Method", method);
            String name = own.path("name").asText(own.path("taskId").asText(""));
            if (!name.isEmpty()) {
                request.setHeader("Mcp-Name", name);
            }
        }
        message.set("params", own);
        more.forEach(request::setHeader);
        return send(request.POST(BodyPublishers.ofString(message.toString())).build());
    }

    HttpResponse<String> raw(String httpMethod, String body) {
        return send(request().method(httpMethod, BodyPublishers.ofString(body)).build());
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.at("/mcp"))
                .timeout(Duration.ofSeconds(70))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) {
        return Http.send(http, request);
    }
}
