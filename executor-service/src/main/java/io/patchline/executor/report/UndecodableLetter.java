package io.patchline.executor.report;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.DeadLetterHeaders;
import io.patchline.message.DeadLetterId;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import io.patchline.outcome.ErrorCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message that is no patch, on its way to {@code patches.dead}: its own bytes and properties, and in the headers why.
 *
 * @param why what is wrong with it, in one line, without anything of its content
 * @param executor who found it
 */
public record UndecodableLetter(BasicProperties properties, byte[] body, String why, String executor, Instant time) {
    private static final int PERSISTENT = 2;

    OutgoingMessage toMessage() {
        Map<String, Object> headers =
                new HashMap<>(properties.getHeaders() == null ? Map.of() : properties.getHeaders());
        headers.put(DeadLetterHeaders.REASON, ErrorCode.UNDECODABLE.wireName());
        headers.put(DeadLetterHeaders.SUMMARY, why);
        headers.put(DeadLetterHeaders.EXECUTOR, executor);
        headers.put(DeadLetterHeaders.DEAD_AT, time.toString());
        BasicProperties persistent =
                properties.builder().headers(headers).deliveryMode(PERSISTENT).build();
        return new OutgoingMessage(Topology.DEAD_LETTERS, "dead", persistent, body);
    }

    PatchEvent.DeadLettered event() {
        DeadLetterId id = DeadLetterId.ofBytes(body);
        return new PatchEvent.DeadLettered(
                new RunRef(id.asPatch(), 1, 1, DeadLetterId.NO_LANE, executor),
                ErrorCode.UNDECODABLE,
                why,
                1,
                Optional.empty(),
                Optional.of(id.value()),
                Optional.empty());
    }
}
