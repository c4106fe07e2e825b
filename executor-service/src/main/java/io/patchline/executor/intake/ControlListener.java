package io.patchline.executor.intake;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.CancelRequest;
import io.patchline.broker.MessageCodec.UndecodableException;
import io.patchline.broker.Presence;
import io.patchline.broker.Topology;
import io.patchline.executor.run.Runs;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what is said to all executors on {@code patches.control}, in a queue of its own that goes with the session. */
public final class ControlListener {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);

    private final Runs runs;
    private final LaneBalance balance;

    public ControlListener(Runs runs, LaneBalance balance) {
        this.runs = runs;
        this.balance = balance;
    }

    /**
     * Listens in this session.
     *
     * @throws IOException if the session is broken
     */
    public void moveIn(BrokerSession session) throws IOException {
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

    /** Whoever does not hear the others takes all lane queues for its own, and hears of no cancel request: only a new session makes it whole again. */
    private static void deafened(BrokerSession session) {
        LOG.atWarn().log("What is said to all executors is heard no more; the session is replaced");
        session.abandon("what is said to all executors was heard no more");
    }

    private void hear(Delivery message) {
        try {
            String type = message.getProperties().getType();
            if (CancelRequest.TYPE.equals(type)) {
                cancel(CancelRequest.read(message.getBody()));
            } else if (Presence.TYPE.equals(type)) {
                balance.heard(Presence.read(message.getBody()));
            }
        } catch (UndecodableException e) {
            LOG.atWarn().addKeyValue("cause", e.why()).log("A message to all executors cannot be read");
        }
    }

    private void cancel(CancelRequest request) {
        if (runs.cancel(request.patch())) {
            LOG.atInfo().addKeyValue("patch", request.patch()).log("Patch is cancelled on request");
        }
    }
}
