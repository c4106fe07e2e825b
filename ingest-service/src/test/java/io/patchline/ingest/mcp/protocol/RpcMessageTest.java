package io.patchline.ingest.mcp.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RpcMessageTest {
    @Test
    void a_request_has_an_id_a_notification_none_and_an_answer_no_method() {
        assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}"))
                .isInstanceOf(RpcMessage.Request.class);
        assertThat(read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"))
                .isInstanceOf(RpcMessage.Notification.class);
        assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")).isInstanceOf(RpcMessage.Response.class);
    }

    @Test
    void everything_else_is_told_what_is_wrong_with_it() {
        for (String body : List.of(
                "",
                "nonsense",
                "[]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
                "{}",
                "null",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} x",
                "{\"jsonrpc\":\"2.0\",\"id\":\"" + "i".repeat(1001) + "\",\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":[0" + ",0".repeat(101_000) + "]}}",
                "{\"a\":".repeat(200) + "1" + "}".repeat(200))) {
            assertThat(read(body))
                    .as(body.substring(0, Math.min(100, body.length())))
                    .isInstanceOf(RpcMessage.Invalid.class);
        }
        assertThat(RpcMessage.read(new byte[] {'"', (byte) 0xff, '"'})).isInstanceOf(RpcMessage.Invalid.class);
    }

    /** 100,000 names, values and brackets, as at the webhook. */
    @Test
    void a_patch_with_as_much_in_it_as_the_webhook_takes_fits() {
        assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":\"" + "i".repeat(1000)
                        + "\",\"method\":\"tools/call\",\"params\":{\"arguments\":{\"x\":[" + "[],".repeat(49_900)
                        + "0]}}}"))
                .isInstanceOf(RpcMessage.Request.class);
    }

    private static RpcMessage read(String body) {
        return RpcMessage.read(body.getBytes(UTF_8));
    }
}
