package io.patchline.ingest.lanes;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.SessionKeeper;
import io.patchline.ingest.replicas.ReplicaRegistry;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.Presence;
import io.patchline.message.ReplicaPresence;
import io.patchline.message.Topology;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the executors, and the replicas of this service, on {@code patches.control}, in a queue of its own that goes with the session. */
@Singleton
public final class PresenceListener implements SessionKeeper.SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceListener.class);

    /** An executor tells of each patch that it carries out, with names of at most some hundred characters. */
    private static final int LARGEST_BYTES = 256 * 1024;

    private final ExecutorRegistry executors;
    private final ReplicaRegistry replicas;

    PresenceListener(ExecutorRegistry executors, ReplicaRegistry replicas) {
        this.executors = executors;
        this.replicas = replicas;
    }

    @Override
    public void onSession(BrokerSession session) throws IOException {
        Channel channel = session.openLastingChannel("who is there");
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.CONTROL, "");
        executors.listen();
        replicas.listen();
        channel.basicConsume(
                queue,
                true,
                (tag, delivery) -> hear(delivery),
                tag -> session.abandon("the broker ended the subscription to who is there"));
    }

    private void hear(Delivery message) {
        String type = message.getProperties().getType();
        if (message.getBody().length > LARGEST_BYTES) {
            LOG.atWarn().addKeyValue("bytes", message.getBody().length).log("A presence is too large to be one");
            return;
        }
        try {
            if (Presence.TYPE.equals(type)) {
                executors.heard(Presence.read(message.getBody()));
            } else if (ReplicaPresence.TYPE.equals(type)) {
                replicas.heard(ReplicaPresence.read(message.getBody()));
            }
        } catch (UndecodableException e) {
            LOG.atWarn().addKeyValue("cause", e.why()).log("A presence cannot be read");
        }
    }
}
