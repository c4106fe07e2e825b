package io.patchline.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.trace.TraceParent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatchMessageTraceTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final String PLACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final PatchMessage PATCH =
            PatchMessage.accepted(Samples.patches().values().iterator().next(), NOW, "me");

    @Test
    void a_message_carries_the_place_in_a_trace_in_the_header_of_the_standard() throws Exception {
        Map<String, Object> headers = headers(PATCH.within(TraceParent.parse(PLACE)));

        assertThat(headers).containsEntry("traceparent", PLACE);
        assertThat(PatchMessage.read(headers, PATCH.body(), NOW).trace()).isEqualTo(TraceParent.parse(PLACE));
    }

    @Test
    void without_a_trace_there_is_no_header_and_a_header_that_is_none_is_passed_over() throws Exception {
        Map<String, Object> headers = new HashMap<>(headers(PATCH));
        assertThat(headers).doesNotContainKey("traceparent");

        headers.put("traceparent", "00-what");
        assertThat(PatchMessage.read(headers, PATCH.body(), NOW).trace()).isEqualTo(Optional.empty());
    }

    private static Map<String, Object> headers(PatchMessage message) {
        return message.toLane(new Topology(8)).properties().getHeaders();
    }
}
