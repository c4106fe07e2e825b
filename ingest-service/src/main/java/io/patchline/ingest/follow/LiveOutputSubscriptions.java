package io.patchline.ingest.follow;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.SessionKeeper;
import io.patchline.event.OutputPiece;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.OutputMessage;
import io.patchline.message.Topology;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live output of commands, for whoever follows one: a queue of this service's own on the broker, bound to the output of a patch as long as somebody follows that, and gone
 * with the last follower. Bounded there and here; what somebody is too slow for is left out, and the pieces' places tell how much. Safe for use by several threads.
 */
public final class LiveOutputSubscriptions implements SessionKeeper.SessionListener {
    private static final Map<String, Object> BOUNDED = Map.of("x-max-length", 500, "x-overflow", "drop-head");
    private static final int PREFETCH = 50;
    private static final Logger LOG = LoggerFactory.getLogger(LiveOutputSubscriptions.class);

    private final Map<PatchId, List<OutputListener>> followers = new HashMap<>();
    private @Nullable BrokerSession session;
    private @Nullable Channel channel;
    private String queue = "";

    /** Goes on in this session for those who follow. */
    @Override
    public synchronized void onSession(BrokerSession next) {
        session = next;
        channel = null;
        if (!followers.isEmpty()) {
            listen(next);
        }
    }

    /** Hears the patch's output from now on, until it is closed. */
    LiveFollower follow(PatchId patch) {
        LiveFollower follower = new LiveFollower(left -> leave(patch, left));
        add(patch, follower);
        return follower;
    }

    /** Has the listener hear the patch's output from now on, until it leaves. */
    public synchronized void add(PatchId patch, OutputListener listener) {
        boolean first = !followers.containsKey(patch);
        followers.computeIfAbsent(patch, any -> new CopyOnWriteArrayList<>()).add(listener);
        Channel open = channel;
        BrokerSession current = session;
        if (open != null && open.isOpen()) {
            if (first) {
                bind(open, patch);
            }
        } else if (current != null && current.isOpen()) {
            listen(current);
        }
    }

    /** Has it hear no more. */
    public synchronized void leave(PatchId patch, OutputListener listener) {
        List<OutputListener> others = followers.getOrDefault(patch, List.of());
        others.remove(listener);
        Channel open = channel;
        if (!others.isEmpty() || followers.remove(patch) == null || open == null) {
            return;
        }
        try {
            if (followers.isEmpty()) {
                channel = null;
                BrokerSession.closeWithoutWaiting(open);
            } else {
                open.queueUnbind(queue, Topology.RESULTS, OutputMessage.routingKey(patch));
            }
        } catch (IOException | AlreadyClosedException e) {
            LOG.atDebug().addKeyValue("cause", e.getMessage()).log("The live output ended with its session");
        }
    }

    /** A new channel and queue, bound for everybody who follows. */
    private void listen(BrokerSession current) {
        try {
            Channel opened = current.openLastingChannel("live output");
            opened.basicQos(PREFETCH);
            queue = opened.queueDeclare("", false, true, true, BOUNDED).getQueue();
            channel = opened;
            followers.keySet().forEach(patch -> bind(opened, patch));
            opened.basicConsume(queue, false, new Pieces(opened, current));
        } catch (IOException | AlreadyClosedException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("No live output in this session");
        }
    }

    private void bind(Channel open, PatchId patch) {
        try {
            open.queueBind(queue, Topology.RESULTS, OutputMessage.routingKey(patch));
        } catch (IOException | AlreadyClosedException e) {
            LOG.atWarn()
                    .addKeyValue("patch", patch)
                    .addKeyValue("cause", e.getMessage())
                    .log("No live output of a patch");
        }
    }

    private List<OutputListener> followersOf(PatchId patch) {
        synchronized (this) {
            return followers.getOrDefault(patch, List.of());
        }
    }

    private final class Pieces extends DefaultConsumer {
        private final BrokerSession session;

        Pieces(Channel channel, BrokerSession session) {
            super(channel);
            this.session = session;
        }

        @Override
        public void handleCancel(String tag) {
            session.abandon("the broker ended the subscription to live output");
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
                throws IOException {
            try {
                OutputPiece piece = OutputMessage.read(body);
                followersOf(piece.ref().patch()).forEach(follower -> follower.hear(piece));
            } catch (UndecodableException e) {
                LOG.atDebug().addKeyValue("cause", e.why()).log("A piece of output cannot be read");
            }
            getChannel().basicAck(envelope.getDeliveryTag(), false);
        }
    }
}
