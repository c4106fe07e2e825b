package io.patchline.executor.intake;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.Confirmation;
import io.patchline.broker.stream.StreamFollower;
import io.patchline.event.PatchEvent;
import io.patchline.executor.ledger.RunKey;
import io.patchline.executor.report.MessagePublisher;
import io.patchline.executor.run.Runs;
import io.patchline.message.MessageCodec;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which runs shall end before they begin: reads {@code patches.cancelled} from its first message to its end before this executor takes
 * anything in a session, and follows it from then on. Its end is known by a marker that is written there and comes back.
 */
public final class CancelListener {
    /** To the end of what retention keeps of the stream; see {@code deploy/rabbitmq/policies.json}. */
    private static final Duration READ_WITHIN = Duration.ofSeconds(60);

    private static final int PERSISTENT = 2;
    private static final String MARKER = "patchline.cancel.marker";
    private static final Logger LOG = LoggerFactory.getLogger(CancelListener.class);

    private final Runs runs;
    private final MessagePublisher publisher;

    public CancelListener(Runs runs, MessagePublisher publisher) {
        this.runs = runs;
        this.publisher = publisher;
    }

    /**
     * Listens in this session. Returns when everything has been heard that was asked for before.
     *
     * @throws IOException if the session is broken, or the stream's end was not reached in time
     */
    public void onSession(BrokerSession session) throws IOException {
        Reading reading = new Reading();
        StreamFollower.follow(session, Topology.CANCELLED, reading::take, cause -> deafened(session, reading, cause));
        try {
            if (!(publisher.publish(reading.marker()).toCompletableFuture().get() instanceof Confirmation.Confirmed)) {
                throw new IOException("the broker did not take the marker of the end of the cancel requests");
            }
            reading.end.get(READ_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the cancel requests could not be read to their end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the cancel requests were read", e);
        }
    }

    /** Who hears of no cancel request must take nothing: only a new session makes it whole again. */
    private static void deafened(BrokerSession session, Reading reading, String cause) {
        LOG.atWarn().addKeyValue("cause", cause).log("Cancel requests are heard no more; the session is replaced");
        reading.end.completeExceptionally(new IOException(cause));
        session.abandon("cancel requests were heard no more");
    }

    private final class Reading {
        private final String marker = UUID.randomUUID().toString();
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        private OutgoingMessage marker() {
            BasicProperties properties = new BasicProperties.Builder()
                    .messageId(marker)
                    .type(MARKER)
                    .deliveryMode(PERSISTENT)
                    .build();
            return new OutgoingMessage(Topology.RESULTS, Topology.CANCELLED_MARKER_KEY, properties, new byte[0]);
        }

        private void take(BasicProperties properties, byte[] body) {
            if (!MARKER.equals(properties.getType())) {
                hear(body);
            } else if (marker.equals(properties.getMessageId())) {
                end.complete(null);
            }
        }

        private void hear(byte[] body) {
            try {
                if (MessageCodec.readEvent(body).data() instanceof PatchEvent.CancelRequested request) {
                    RunKey run = new RunKey(request.ref().patch(), request.ref().run());
                    if (runs.cancel(run, request.by())) {
                        LOG.atInfo()
                                .addKeyValue("patch", run.patch())
                                .addKeyValue("run", run.run())
                                .addKeyValue("by", request.by())
                                .log("Patch is cancelled on request");
                    }
                }
            } catch (UndecodableException e) {
                LOG.atWarn().addKeyValue("cause", e.why()).log("A cancel request cannot be read");
            }
        }
    }
}
