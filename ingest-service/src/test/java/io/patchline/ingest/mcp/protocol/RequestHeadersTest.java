package io.patchline.ingest.mcp.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestHeadersTest {
    private final Map<String, String> headers = new HashMap<>();

    @Test
    void a_request_that_describes_itself_is_of_the_stateless_revision() {
        stateless("tools/call", "submit_patch");

        ClientInfo client = fits(call("2026-07-28", "{}"));

        assertThat(client).isEqualTo(new ClientInfo(Revision.R2026_07_28, "probe", "1", false));
    }

    @Test
    void tasks_are_for_those_who_declare_them_in_this_very_request() {
        stateless("tools/call", "submit_patch");

        assertThat(fits(call("2026-07-28", "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}"))
                        .tasks())
                .isTrue();
        assertThat(fits(call("2026-07-28", "{\"extensions\":{\"io.modelcontextprotocol/tasks\":true}}"))
                        .tasks())
                .isFalse();
    }

    @Test
    void a_header_that_is_missing_or_says_otherwise_is_a_mismatch() {
        for (String missing : new String[] {"MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"}) {
            stateless("tools/call", "submit_patch");
            headers.remove(missing);
            assertThat(refused(call("2026-07-28", "{}")).code()).as(missing).isEqualTo(-32020);
            stateless("tools/call", "submit_patch");
            headers.put(missing, "other");
            assertThat(refused(call("2026-07-28", "{}")).code()).as(missing).isEqualTo(-32020);
            assertThat(refused(call("2026-07-28", "{}")).httpStatus()).isEqualTo(400);
        }
    }

    @Test
    void a_name_may_come_encoded() {
        stateless(
                "tools/call", "=?base64?" + Base64.getEncoder().encodeToString("submit_patch".getBytes(UTF_8)) + "?=");
        assertThat(fits(call("2026-07-28", "{}")).name()).isEqualTo("probe");
        headers.put("Mcp-Name", "=?base64?!!?=");
        assertThat(refused(call("2026-07-28", "{}")).code()).isEqualTo(-32020);
    }

    @Test
    void an_unknown_revision_is_told_which_are_known() {
        stateless("tools/call", "submit_patch");
        headers.put("MCP-Protocol-Version", "1900-01-01");

        RpcError error = refused(call("1900-01-01", "{}"));

        assertThat(error.code()).isEqualTo(-32022);
        assertThat(error.json().toString()).contains("2026-07-28", "2025-11-25", "2025-06-18", "1900-01-01");
    }

    @Test
    void a_request_without_capabilities_or_without_meta_under_the_new_header_is_incomplete() {
        stateless("tools/call", "submit_patch");
        assertThat(refused(call("2026-07-28", "7")).code()).isEqualTo(-32602);
        assertThat(refused("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                        .httpStatus())
                .isEqualTo(400);
    }

    @Test
    void earlier_revisions_are_told_by_the_header_alone() {
        String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
        headers.put("User-Agent", "claude-code/2.1.328 (cli)");
        assertThat(fits(list)).isEqualTo(new ClientInfo(Revision.R2025_06_18, "claude-code", "2.1.328", false));
        headers.put("MCP-Protocol-Version", "2025-11-25");
        assertThat(fits(list).revision()).isEqualTo(Revision.R2025_11_25);
        headers.put("MCP-Protocol-Version", "2024-01-01");
        assertThat(refused(list).code()).isEqualTo(-32022);
    }

    private void stateless(String method, String name) {
        headers.put("MCP-Protocol-Version", "2026-07-28");
        headers.put("Mcp-Method", method);
        headers.put("Mcp-Name", name);
    }

    private static String call(String revision, String capabilities) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"submit_patch\",\"_meta\":{"
                + "\"io.modelcontextprotocol/protocolVersion\":\"" + revision + "\","
                + "\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + ","
                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"probe\\n\",\"version\":\"1\"}}}}";
    }

    private ClientInfo fits(String body) {
        return ((RequestHeaders.Checked.Fits) check(body)).client();
    }

    private RpcError refused(String body) {
        return ((RequestHeaders.Checked.Refused) check(body)).error();
    }

    private RequestHeaders.Checked check(String body) {
        RpcMessage.Request request = (RpcMessage.Request) RpcMessage.read(body.getBytes(UTF_8));
        return new RequestHeaders(name -> Optional.ofNullable(headers.get(name))).check(request);
    }
}
