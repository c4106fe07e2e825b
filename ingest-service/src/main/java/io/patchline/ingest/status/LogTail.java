package io.patchline.ingest.status;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.broker.MessageCodec;
import io.patchline.broker.MessageCodec.UndecodableException;
import io.patchline.broker.OutgoingMessage;
import io.patchline.broker.PatchMessage;
import io.patchline.broker.Topology;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the log into the index, message by message, and knows whether it has reached what was the log's end. To know it, it writes a
 * marker to the log's end and waits until it reads it.
 */
public final class LogTail {
    /** The {@code type} property of a marker. */
    static final String MARKER = "patchline.log.marker";

    private static final int PERSISTENT = 2;
    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

    private final StatusIndex index;
    private final Clock clock;
    private final String marker = UUID.randomUUID().toString();
    private volatile boolean caughtUp;
    private long foldedUpTo = -1;

    public LogTail(StatusIndex index, Clock clock) {
        this.index = index;
        this.clock = clock;
    }

    /** Whether the index once held everything that was in the log when this service started. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** The marker to write to the log's end. */
    public OutgoingMessage marker() {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(marker)
                .type(MARKER)
                .deliveryMode(PERSISTENT)
                .build();
        return new OutgoingMessage(Topology.PATCHES, Topology.LOG_MARKER_KEY, properties, new byte[0]);
    }

    /** Folds one message; what was folded before is passed over. In the order of the log; the end of one reading may overlap with the beginning of the next. */
    synchronized void fold(LogMessage message) {
        if (message.offset() <= foldedUpTo) {
            return;
        }
        try {
            switch (message.type()) {
                case PatchMessage.TYPE ->
                    index.accepted(PatchMessage.read(message.headers(), message.body(), clock.instant()));
                case MARKER -> caughtUp |= marker.equals(message.id());
                default -> index.happened(MessageCodec.readEvent(message.body()), message.offset());
            }
        } catch (UndecodableException e) {
            LOG.atWarn()
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("cause", e.why())
                    .log("A message in the log cannot be read and is passed over");
        }
        foldedUpTo = message.offset();
    }
}
