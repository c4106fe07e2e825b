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
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/**
 * A message that is no patch, on its way to {@code patches.dead}: its own bytes, and in the headers why. The properties are ours, and its own a table in
 * a header: a stranger's must do nothing here.
 *
 * @param why what is wrong with it, in one line, without anything of its content
 * @param executor who found it
 */
public record UndecodableMessage(BasicProperties properties, byte[] body, String why, String executor, Instant time) {
    private static final int PERSISTENT = 2;

    OutgoingMessage toMessage() {
        OriginalProperties original = new OriginalProperties(properties);
        Map<String, Object> headers = original.ours();
        Map<String, Object> others = original.others();
        if (!others.isEmpty()) {
            headers.put(OriginalProperties.HEADER, others);
        }
        headers.put(DeadLetterHeaders.REASON, ErrorCode.UNDECODABLE.wireName());
        headers.put(DeadLetterHeaders.SUMMARY, why);
        headers.put(DeadLetterHeaders.EXECUTOR, executor);
        headers.put(DeadLetterHeaders.DEAD_AT, time.toString());
        BasicProperties.Builder own = new BasicProperties.Builder()
                .messageId(DeadLetterId.ofBytes(body).value())
                .deliveryMode(PERSISTENT)
                .timestamp(Date.from(time))
                .headers(headers);
        original.type().ifPresent(own::type);
        return new OutgoingMessage(Topology.DEAD_LETTERS, "dead", own.build(), body);
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
