package io.patchline.ingest.lanes;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.SessionKeeper;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.Presence;
import io.patchline.message.Topology;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the executors on {@code patches.control}, in a queue of its own that goes with the session. */
@Singleton
public final class PresenceListener implements SessionKeeper.SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceListener.class);

    private final ExecutorRegistry executors;

    PresenceListener(ExecutorRegistry executors) {
        this.executors = executors;
    }

    @Override
    public void onSession(BrokerSession session) throws IOException {
        Channel channel = session.openLastingChannel("executors' presence");
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.CONTROL, "");
        executors.listen();
        channel.basicConsume(
                queue,
                true,
                (tag, delivery) -> hear(delivery),
                tag -> session.abandon("the broker ended the subscription to executors' presence"));
    }

    private void hear(Delivery message) {
        if (!Presence.TYPE.equals(message.getProperties().getType())) {
            return;
        }
        try {
            executors.heard(Presence.read(message.getBody()));
        } catch (UndecodableException e) {
            LOG.atWarn().addKeyValue("cause", e.why()).log("An executor's presence cannot be read");
        }
    }
}
