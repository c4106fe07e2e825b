package io.patchline.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.patchline.message.Topology;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the broker hold what the {@link Topology} says, or says why it cannot. Whichever service starts first does it; doing it again is
 * harmless. A user who may not declare needs a broker that has it all already (docs/decisions/0060).
 */
final class TopologyDeclaration {
    private static final Logger LOG = LoggerFactory.getLogger(TopologyDeclaration.class);

    private final BrokerSession session;
    private final Topology topology;
    private final TopologyInspection inspection;

    TopologyDeclaration(BrokerSession session, Topology topology) {
        this.session = session;
        this.topology = topology;
        this.inspection = new TopologyInspection(session, topology);
    }

    /**
     * Declares what is missing and checks what is there. Returns whether a queue was missing and is declared now.
     *
     * @throws TopologyException if the broker holds another number of lane queues or something with other arguments
     * @throws IOException if the connection breaks, or something is missing that this user may not declare
     */
    boolean declare() throws IOException, TopologyException {
        boolean complete = isComplete();
        checkLanes();
        try (Channel channel = session.openChannel()) {
            declareOn(channel);
            return !complete;
        } catch (IOException e) {
            if (replyCode(e) == AMQP.ACCESS_REFUSED) {
                checkAllIsThere();
                return false;
            }
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
        return inspection.missingQueue().isEmpty();
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
        boolean declaredBefore = inspection.exists(Topology.laneQueue(0));
        boolean fewer = declaredBefore && !inspection.exists(Topology.laneQueue(topology.lanes() - 1));
        if (fewer || inspection.exists(Topology.laneQueue(topology.lanes()))) {
            throw new TopologyException(
                    ("The broker has %s than patchline.lanes=%d says. Set patchline.lanes to the number of queues "
                                    + "named %s<n> that the broker has, for every service; or, with those queues empty, delete them.")
                            .formatted(
                                    fewer ? "fewer lane queues" : "more lane queues",
                                    topology.lanes(),
                                    "patches.lane."));
        }
    }

    private void checkAllIsThere() throws IOException {
        Optional<String> missing = inspection.missing();
        if (missing.isPresent()) {
            throw new IOException("the broker has no " + missing.get() + ", and this user may not declare it:"
                    + " import deploy/rabbitmq/definitions.json, or give a user who may");
        }
        LOG.atInfo().log("Exchanges and queues are on the broker; this user may not declare them, and need not");
    }

    private static IOException explained(IOException e) throws TopologyException {
        if (replyCode(e) == AMQP.PRECONDITION_FAILED) {
            String reason = TopologyInspection.closeOf(e)
                    .map(AMQP.Channel.Close::getReplyText)
                    .orElse("");
            throw new TopologyException(
                    "The broker holds something with other arguments than Patchline needs: " + reason
                            + ". Arguments cannot be changed: empty and delete it, then start again; or remove the argument and use a policy.",
                    e);
        }
        return e;
    }

    private static int replyCode(IOException e) {
        return TopologyInspection.closeOf(e)
                .map(AMQP.Channel.Close::getReplyCode)
                .orElse(0);
    }
}
