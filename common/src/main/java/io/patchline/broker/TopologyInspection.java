package io.patchline.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.patchline.message.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks, by name alone, for what the {@link Topology} says. Anybody may look: it needs no permission on the broker. */
record TopologyInspection(BrokerSession session, Topology topology) {

    /**
     * What is not there, as {@code queue patches.dead}: the first.
     *
     * @throws IOException if the connection breaks
     */
    Optional<String> missing() throws IOException {
        Stream<Sought> exchanges =
                topology.exchanges().stream().map(Topology.Exchange::name).map(Sought::exchange);
        return missing(Stream.concat(exchanges, queues()).toList());
    }

    /**
     * The queue that is not there: the first.
     *
     * @throws IOException if the connection breaks
     */
    Optional<String> missingQueue() throws IOException {
        return missing(queues().toList());
    }

    /**
     * Whether there is a queue of this name.
     *
     * @throws IOException if the connection breaks
     */
    boolean exists(String queue) throws IOException {
        return missing(List.of(Sought.queue(queue))).isEmpty();
    }

    private Stream<Sought> queues() {
        return topology.queues().stream().map(Topology.Queue::name).map(Sought::queue);
    }

    /** Asked on a channel of its own, which the broker closes when an answer is no. */
    private Optional<String> missing(List<Sought> all) throws IOException {
        Channel channel = session.openChannel();
        try {
            for (Sought sought : all) {
                if (!sought.isOn(channel)) {
                    return Optional.of(sought.what());
                }
            }
            return Optional.empty();
        } finally {
            channel.abort();
        }
    }

    /** The broker's own words, when it was the broker that closed the channel. */
    static Optional<AMQP.Channel.Close> closeOf(IOException e) {
        return e.getCause() instanceof ShutdownSignalException signal
                        && signal.getReason() instanceof AMQP.Channel.Close close
                ? Optional.of(close)
                : Optional.empty();
    }

    /** Something that should be on the broker, and how to ask for it. */
    private record Sought(String what, Question question) {
        static Sought queue(String name) {
            return new Sought("queue " + name, channel -> channel.queueDeclarePassive(name));
        }

        static Sought exchange(String name) {
            return new Sought("exchange " + name, channel -> channel.exchangeDeclarePassive(name));
        }

        boolean isOn(Channel channel) throws IOException {
            try {
                question.ask(channel);
                return true;
            } catch (IOException e) {
                if (closeOf(e).filter(Sought::isMissing).isPresent()) {
                    return false;
                }
                throw e;
            }
        }

        /** The same code also says that a queue is there and its node is not up yet, which is no reason to call it missing. */
        private static boolean isMissing(AMQP.Channel.Close close) {
            String text = close.getReplyText();
            return close.getReplyCode() == AMQP.NOT_FOUND
                    && (text.contains("no queue") || text.contains("no exchange"));
        }
    }

    private interface Question {
        void ask(Channel channel) throws IOException;
    }
}
