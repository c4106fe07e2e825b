package io.patchline.executor.intake;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import io.patchline.broker.BrokerSession;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.Presence;
import io.patchline.message.Topology;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what is said to all executors on {@code patches.control}, in a queue of its own that goes with the session. */
public final class ControlListener {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);

    private final LaneBalance balance;

    public ControlListener(LaneBalance balance) {
        this.balance = balance;
    }

    /**
     * Listens in this session.
     *
     * @throws IOException if the session is broken
     */
    public void onSession(BrokerSession session) throws IOException {
        Channel channel = session.openChannel();
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.CONTROL, "");
        channel.basicConsume(
                queue, true, (tag, delivery) -> hear(delivery), tag -> deafened(session), (tag, signal) -> {
                    if (!signal.isHardError()) {
                        deafened(session);
                    }
                });
    }

    /** Whoever does not hear the others takes all lane queues for its own: only a new session makes it whole again. */
    private static void deafened(BrokerSession session) {
        LOG.atWarn().log("What is said to all executors is heard no more; the session is replaced");
        session.abandon("what is said to all executors was heard no more");
    }

    private void hear(Delivery message) {
        try {
            String type = message.getProperties().getType();
            if (Presence.TYPE.equals(type)) {
                balance.heard(Presence.read(message.getBody()));
            }
        } catch (UndecodableException e) {
            LOG.atWarn().addKeyValue("cause", e.why()).log("A message to all executors cannot be read");
        }
    }
}
