package io.patchline.executor.intake;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.CancelRequest;
import io.patchline.broker.MessageCodec.UndecodableException;
import io.patchline.broker.Topology;
import io.patchline.executor.run.Runs;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what is said to all executors on {@code patches.control}, in a queue of its own that goes with the session. */
public final class ControlListener {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);

    private final Runs runs;

    public ControlListener(Runs runs) {
        this.runs = runs;
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
        channel.basicConsume(queue, true, (tag, delivery) -> hear(delivery), tag -> {});
    }

    private void hear(Delivery message) {
        if (!CancelRequest.TYPE.equals(message.getProperties().getType())) {
            return;
        }
        try {
            CancelRequest request = CancelRequest.read(message.getBody());
            if (runs.cancel(request.patch())) {
                LOG.atInfo().addKeyValue("patch", request.patch()).log("Patch is cancelled on request");
            }
        } catch (UndecodableException e) {
            LOG.atWarn().addKeyValue("cause", e.why()).log("A cancel request cannot be read");
        }
    }
}
