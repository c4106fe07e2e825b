package io.patchline.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.patchline.message.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the broker hold what the {@link Topology} says, or says why it cannot. Whichever service starts first does it; doing it again is
 * harmless. A user who may not declare needs a broker that has it all already (docs/decisions/0060). For one thread.
 */
final class TopologyDeclaration {
    private static final Logger LOG = LoggerFactory.getLogger(TopologyDeclaration.class);

    private final BrokerSession session;
    private final Topology topology;
    private ServiceTopology service;

    TopologyDeclaration(BrokerSession session, ServiceTopology service) {
        this.session = session;
        this.topology = service.topology();
        this.service = service;
    }

    /**
     * Declares what is missing and checks what is there. Returns whether a queue was missing and is declared now.
     *
     * @throws TopologyException if the broker holds another number of lane queues or something with other arguments
     * @throws IOException if the connection breaks, or something is missing that this service may not declare
     */
    boolean declare() throws IOException, TopologyException {
        checkLanes();
        if (!service.declares()) {
            checkNeeds("patchline.broker.declare is false");
            return false;
        }
        try (Channel channel = session.openChannel()) {
            // Exchanges first: a user who may not declare is refused here, before questions that would be refused, too.
            declareExchanges(channel);
            boolean complete = isComplete();
            declareQueues(channel);
            return !complete;
        } catch (IOException e) {
            if (replyCode(e) == AMQP.ACCESS_REFUSED) {
                service = service.withoutDeclaring();
                checkNeeds("this user may not declare it");
                LOG.atInfo().log("Exchanges and queues are on the broker; this user may not declare them, and need not."
                        + " patchline.broker.declare=false spares the broker's log the refusal");
                return false;
            }
            throw explained(e);
        } catch (TimeoutException e) {
            throw new IOException("the broker did not close a channel in time", e);
        }
    }

    /** The service's topology, without declaring where its user was refused that. */
    ServiceTopology service() {
        return service;
    }

    /**
     * Whether every queue is still there, as far as the user may see it.
     *
     * @throws IOException if the connection breaks
     */
    boolean isComplete() throws IOException {
        try (PassiveDeclarations look = session.passiveDeclarations()) {
            for (String queue : queuesToLookFor()) {
                if (look.queue(queue) instanceof Lookup.Missing) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Who may declare may see everything. */
    private List<String> queuesToLookFor() {
        return service.declares()
                ? topology.queues().stream().map(Topology.Queue::name).toList()
                : service.needs().stream()
                        .filter(need -> need.kind() == TopologyNeed.Kind.QUEUE)
                        .map(TopologyNeed::name)
                        .toList();
    }

    private void declareExchanges(Channel channel) throws IOException {
        for (Topology.Exchange exchange : topology.exchanges()) {
            channel.exchangeDeclare(exchange.name(), exchange.type(), true, false, exchange.arguments());
        }
    }

    private void declareQueues(Channel channel) throws IOException {
        for (Topology.Queue queue : topology.queues()) {
            channel.queueDeclare(queue.name(), true, false, false, queue.arguments());
        }
        for (Topology.Binding binding : topology.bindings()) {
            channel.queueBind(binding.queue(), binding.exchange(), binding.key());
        }
    }

    private void checkLanes() throws IOException, TopologyException {
        try (PassiveDeclarations look = session.passiveDeclarations()) {
            boolean fewer = look.queue(Topology.laneQueue(0)) instanceof Lookup.Found
                    && look.queue(Topology.laneQueue(topology.lanes() - 1)) instanceof Lookup.Missing;
            if (fewer || look.queue(Topology.laneQueue(topology.lanes())) instanceof Lookup.Found) {
                throw new TopologyException(
                        ("The broker has %s than patchline.lanes=%d says. Set patchline.lanes to the number of queues "
                                        + "named patches.lane.<n> that the broker has, for every service; or, with those queues empty, delete them.")
                                .formatted(fewer ? "fewer lane queues" : "more lane queues", topology.lanes()));
            }
        }
    }

    private void checkNeeds(String why) throws IOException {
        Optional<TopologyNeed> missing = firstMissing();
        if (missing.isPresent()) {
            throw new IOException("the broker has no " + missing.get().what() + ", and " + why
                    + ": import deploy/rabbitmq/definitions.json, or give a user who may");
        }
    }

    private Optional<TopologyNeed> firstMissing() throws IOException {
        try (PassiveDeclarations look = session.passiveDeclarations()) {
            for (TopologyNeed need : service.needs()) {
                Lookup answer = switch (need.kind()) {
                    case QUEUE -> look.queue(need.name());
                    case EXCHANGE -> look.exchange(need.name());
                };
                if (answer instanceof Lookup.Missing) {
                    return Optional.of(need);
                }
            }
            return Optional.empty();
        }
    }

    private static IOException explained(IOException e) throws TopologyException {
        if (replyCode(e) == AMQP.PRECONDITION_FAILED) {
            String reason = PassiveDeclarations.closeOf(e)
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
        return PassiveDeclarations.closeOf(e)
                .map(AMQP.Channel.Close::getReplyCode)
                .orElse(0);
    }
}
