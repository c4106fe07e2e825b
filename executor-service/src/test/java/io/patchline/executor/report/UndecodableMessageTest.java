package io.patchline.executor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.message.DeadLetterHeaders;
import io.patchline.message.LaneRelease;
import io.patchline.message.PatchMessage;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndecodableMessageTest {
    private static final Instant NOW = Instant.parse("2026-11-26T11:00:00Z");

    @Test
    void what_a_stranger_wrote_into_the_properties_does_nothing_and_can_be_seen() {
        BasicProperties letter = published(new BasicProperties.Builder()
                .userId("stranger")
                .expiration("1000")
                .priority(9)
                .replyTo("somewhere")
                .type("theirs")
                .messageId("their-id")
                .headers(Map.of("CC", List.of("lane.1"), "BCC", "x", "theirs", 1))
                .build());

        assertThat(letter)
                .extracting(
                        BasicProperties::getUserId,
                        BasicProperties::getExpiration,
                        BasicProperties::getPriority,
                        BasicProperties::getReplyTo,
                        BasicProperties::getType)
                .containsOnlyNulls();
        assertThat(letter.getDeliveryMode()).isEqualTo(2);
        assertThat(letter.getTimestamp()).isEqualTo(Date.from(NOW));
        assertThat(letter.getMessageId()).startsWith("message-");
        assertThat(letter.getHeaders())
                .containsEntry(DeadLetterHeaders.REASON, "undecodable")
                .containsEntry(DeadLetterHeaders.SUMMARY, "no JSON")
                .doesNotContainKeys("CC", "BCC", "theirs")
                .containsEntry(
                        "patchline-original",
                        Map.of(
                                "user_id", "stranger",
                                "expiration", "1000",
                                "priority", 9,
                                "reply_to", "somewhere",
                                "type", "theirs",
                                "message_id", "their-id",
                                "headers", Map.of("CC", List.of("lane.1"), "BCC", "x", "theirs", 1)));
    }

    @Test
    void what_a_newer_version_wrote_stays_what_it_is() {
        BasicProperties letter = published(new BasicProperties.Builder()
                .type(LaneRelease.TYPE)
                .headers(Map.of(PatchMessage.RUN, 3))
                .build());

        assertThat(letter.getType()).isEqualTo(LaneRelease.TYPE);
        assertThat(letter.getHeaders()).containsEntry(PatchMessage.RUN, 3).doesNotContainKey("patchline-original");
    }

    @Test
    void more_than_fits_into_a_frame_is_left_out() {
        Map<String, Object> many = new HashMap<>();
        for (int n = 0; n < 1000; n++) {
            many.put("h" + n, "x".repeat(100));
        }
        many.put("patchline-run", "x".repeat(100_000));
        BasicProperties letter =
                published(new BasicProperties.Builder().headers(many).build());

        assertThat(letter.getHeaders().get("patchline-original"))
                .isEqualTo(Map.of("left_out", "more than 32768 bytes"));
        assertThat(letter.getHeaders()).hasSize(5);
    }

    private static BasicProperties published(BasicProperties theirs) {
        return new UndecodableMessage(theirs, new byte[] {1}, "no JSON", "executor-1", NOW)
                .toMessage()
                .properties();
    }
}
