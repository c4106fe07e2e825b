package io.patchline.ingest.log;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.stream.StreamReader;
import io.patchline.message.Topology;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriber of {@code patches.log}: what is new, on the session's own connection, subscribed anew in each session; what is not new is read through
 * {@link LogRangeReader}. A subscription that ends alone ends its session: whoever does not hear the log must not answer from it. See
 * {@code docs/decisions/0050}.
 */
@Singleton
public final class LogReader {
    private static final long TRY_AGAIN_MILLIS = 500;
    /** In one session without a message more; then the session ends, and the next one may be with another node, which can read it. */
    private static final int TRIES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    private final LogProjector projector;
    private final Object folding = new Object();
    private @Nullable StreamReader reading;
    private volatile int generation;

    LogReader(LogProjector projector) {
        this.projector = projector;
    }

    /**
     * Reads in this session, in a subscription of its own; one that went before ends.
     *
     * @throws IOException if the session is broken or the log cannot be subscribed to
     */
    public synchronized void readIn(BrokerSession session) throws IOException {
        stop();
        int own = generation;
        reading = StreamReader.subscribe(
                session,
                Topology.LOG,
                StreamReader.NEXT,
                (properties, body) -> fold(properties, body, session, own),
                cause -> ended(session, own, cause));
    }

    /** Reads no more. */
    public synchronized void stop() {
        generation++;
        StreamReader last = reading;
        if (last != null) {
            last.close();
            reading = null;
        }
    }

    private void ended(BrokerSession session, int own, String cause) {
        if (own == generation) {
            LOG.atWarn().addKeyValue("cause", cause).log("The log is heard no more; the session is replaced");
            session.abandon("the log was heard no more");
        }
    }

    private void fold(BasicProperties properties, byte[] body, BrokerSession session, int own)
            throws IOException, InterruptedException {
        LogMessage message = LogMessage.of(properties, body);
        LogRangeReader pages = new LogRangeReader(session);
        int failed = 0;
        synchronized (folding) {
            while (own == generation && session.isOpen()) {
                long before = projector.messages();
                try {
                    projector.live(message, pages::read);
                    return;
                } catch (IOException e) {
                    failed = projector.messages() == before ? failed + 1 : 1;
                    if (failed == TRIES) {
                        throw e;
                    }
                    LOG.atWarn().addKeyValue("cause", e.getMessage()).log("The log cannot be read; it is tried again");
                    TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_MILLIS);
                }
            }
        }
    }
}
