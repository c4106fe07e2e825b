package io.patchline.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker for queues and exchanges by passive declaration, which changes nothing. Every question that is answered with no costs its channel, so the next one gets
 * another. RabbitMQ before 4.2.6 tells everybody; a later one only a user with a permission on that very name (docs/decisions/0060), and writes each refusal into its log as
 * an error: a name that was refused is not asked for again within {@link RefusedNames#KEPT_FOR}. For one thread.
 */
public final class PassiveDeclarations implements AutoCloseable {
    private final BrokerSession session;
    private final RefusedNames refused;
    private @Nullable Channel channel;

    PassiveDeclarations(BrokerSession session, RefusedNames refused) {
        this.session = session;
        this.refused = refused;
    }

    /**
     * @throws IOException if the session is broken, or the broker gives none of the answers of {@link Lookup}, for instance because the queue's node is not up
     */
    public Lookup queue(String name) throws IOException {
        return look("queue " + name, on -> {
            AMQP.Queue.DeclareOk answer = on.queueDeclarePassive(name);
            return new Lookup.Found(answer.getMessageCount(), answer.getConsumerCount());
        });
    }

    /**
     * @throws IOException if the session is broken
     */
    public Lookup exchange(String name) throws IOException {
        return look("exchange " + name, on -> {
            on.exchangeDeclarePassive(name);
            return new Lookup.Found(0, 0);
        });
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.abort();
        }
    }

    private interface Question {
        Lookup.Found ask(Channel channel) throws IOException;
    }

    private Lookup look(String what, Question question) throws IOException {
        if (refused.isRecent(what)) {
            return new Lookup.Refused();
        }
        try {
            Lookup.Found found = question.ask(openChannel());
            refused.remove(what);
            return found;
        } catch (IOException e) {
            Lookup answer = closeOf(e).flatMap(PassiveDeclarations::answer).orElseThrow(() -> e);
            if (answer instanceof Lookup.Refused) {
                refused.add(what);
            }
            return answer;
        } catch (AlreadyClosedException e) {
            throw new IOException("the session ended", e);
        }
    }

    private Channel openChannel() throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = session.openChannel();
        }
        return channel;
    }

    /** NOT_FOUND also says that a queue is there and its node is not up yet, which is no reason to call it missing. */
    private static Optional<Lookup> answer(AMQP.Channel.Close close) {
        String text = close.getReplyText();
        return switch (close.getReplyCode()) {
            case AMQP.ACCESS_REFUSED -> Optional.of(new Lookup.Refused());
            case AMQP.NOT_FOUND ->
                text.contains("no queue") || text.contains("no exchange")
                        ? Optional.of(new Lookup.Missing())
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** The broker's own words, when it was the broker that closed the channel. */
    static Optional<AMQP.Channel.Close> closeOf(IOException e) {
        return e.getCause() instanceof ShutdownSignalException signal
                        && signal.getReason() instanceof AMQP.Channel.Close close
                ? Optional.of(close)
                : Optional.empty();
    }
}
