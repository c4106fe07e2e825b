package io.patchline.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From where a patch was sent goes with its message, and comes back with a dead letter. */
class PatchMessageAddressTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final PatchMessage PATCH =
            PatchMessage.accepted(Samples.patches().values().iterator().next(), NOW, "me");

    @Test
    void the_senders_address_is_a_header_and_not_part_of_the_patch() throws Exception {
        PatchMessage sent = PATCH.from(Optional.of("2001:db8::7"));

        Map<String, Object> headers = sent.toLane(new Topology(8)).properties().getHeaders();

        assertThat(headers).containsEntry("patchline-sender-address", "2001:db8::7");
        assertThat(sent.fingerprint()).isEqualTo(PATCH.fingerprint());
        PatchMessage read = PatchMessage.read(headers, sent.body(), NOW);
        assertThat(read.address()).contains("2001:db8::7");
        assertThat(read.inHold(Optional.empty(), true).within(Optional.empty()).address())
                .contains("2001:db8::7");
    }

    @Test
    void a_message_without_the_header_has_no_address() throws Exception {
        Map<String, Object> headers = PATCH.toLane(new Topology(8)).properties().getHeaders();

        assertThat(headers).doesNotContainKey("patchline-sender-address");
        assertThat(PatchMessage.read(headers, PATCH.body(), NOW).address()).isEmpty();
    }
}
