package io.patchline.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Makes the broker hold what the {@link Topology} says, or says why it cannot. Whichever service starts first does it; doing it again is harmless. */
final class TopologyDeclaration {
    private final BrokerSession session;
    private final Topology topology;

    TopologyDeclaration(BrokerSession session, Topology topology) {
        this.session = session;
        this.topology = topology;
    }

    /**
     * Declares what is missing and checks what is there. Returns whether a queue was missing.
     *
     * @throws TopologyException if the broker holds another number of lane queues or something with other arguments
     * @throws IOException if the connection breaks
     */
    boolean declare() throws IOException, TopologyException {
        boolean complete = isComplete();
        checkLanes();
        try (Channel channel = session.openChannel()) {
            declareOn(channel);
            return !complete;
        } catch (IOException e) {
            throw explained(e);
        } catch (TimeoutException e) {
            throw new IOException("the broker did not close a channel in time", e);
        }
    }

    /**
     * Whether every queue is still there.
     *
     * @throws IOException if the connection breaks
     */
    boolean isComplete() throws IOException {
        return exist(topology.queues().stream().map(Topology.Queue::name).toList());
    }

    private void declareOn(Channel channel) throws IOException {
        for (Topology.Exchange exchange : topology.exchanges()) {
            channel.exchangeDeclare(exchange.name(), exchange.type(), true, false, exchange.arguments());
        }
        for (Topology.Queue queue : topology.queues()) {
            channel.queueDeclare(queue.name(), true, false, false, queue.arguments());
        }
        for (Topology.Binding binding : topology.bindings()) {
            channel.queueBind(binding.queue(), binding.exchange(), binding.key());
        }
    }

    private void checkLanes() throws IOException, TopologyException {
        boolean declaredBefore = exists(Topology.laneQueue(0));
        boolean fewer = declaredBefore && !exists(Topology.laneQueue(topology.lanes() - 1));
        if (fewer || exists(Topology.laneQueue(topology.lanes()))) {
            throw new TopologyException(
                    ("The broker has %s than patchline.lanes=%d says. Set patchline.lanes to the number of queues "
                                    + "named %s<n> that the broker has, for every service; or, with those queues empty, delete them.")
                            .formatted(
                                    fewer ? "fewer lane queues" : "more lane queues",
                                    topology.lanes(),
                                    "patches.lane."));
        }
    }

    private boolean exists(String queue) throws IOException {
        return exist(List.of(queue));
    }

    /** Asked on a channel of its own, which the broker closes when an answer is no. */
    private boolean exist(List<String> queues) throws IOException {
        Channel channel = session.openChannel();
        try {
            for (String queue : queues) {
                channel.queueDeclarePassive(queue);
            }
            return true;
        } catch (IOException e) {
            if (isMissing(e)) {
                return false;
            }
            throw e;
        } finally {
            channel.abort();
        }
    }

    private static IOException explained(IOException e) throws TopologyException {
        if (replyCode(e) == AMQP.PRECONDITION_FAILED) {
            String reason = closeOf(e).map(AMQP.Channel.Close::getReplyText).orElse("");
            throw new TopologyException(
                    "The broker holds something with other arguments than Patchline needs: " + reason
                            + ". Arguments cannot be changed: empty and delete it, then start again; or remove the argument and use a policy.",
                    e);
        }
        return e;
    }

    /** The same code also says that a queue is there and its node is not up yet, which is no reason to call it missing. */
    private static boolean isMissing(IOException e) {
        return closeOf(e)
                .filter(close -> close.getReplyCode() == AMQP.NOT_FOUND
                        && close.getReplyText().contains("no queue"))
                .isPresent();
    }

    private static int replyCode(IOException e) {
        return closeOf(e).map(AMQP.Channel.Close::getReplyCode).orElse(0);
    }

    /** The broker's own words, when it was the broker that closed the channel. */
    private static Optional<AMQP.Channel.Close> closeOf(IOException e) {
        return e.getCause() instanceof ShutdownSignalException signal
                        && signal.getReason() instanceof AMQP.Channel.Close close
                ? Optional.of(close)
                : Optional.empty();
    }
}
