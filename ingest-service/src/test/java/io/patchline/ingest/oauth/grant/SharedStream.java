package io.patchline.ingest.oauth.grant;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.broker.Confirmation;
import io.patchline.message.OutgoingMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The stream of grants in memory: several replicas write to it and read it, each from its first message, in one order. */
public final class SharedStream {
    private final List<OutgoingMessage> messages = new ArrayList<>();
    private final List<GrantLog.Handler> readers = new ArrayList<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private boolean answers = true;

    /** A replica that has read everything. */
    public GrantLog replica() {
        GrantLog log = new GrantLog(this::publish, Duration.ofMillis(500));
        try {
            log.begin(this::subscribe, closed);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return log;
    }

    /** From now on the broker says nothing. */
    public synchronized void fallSilent() {
        answers = false;
    }

    /** The sessions of all replicas end. */
    public void close() {
        closed.complete("closed");
    }

    /** Everything that was written, as texts. */
    public synchronized String text() {
        StringBuilder text = new StringBuilder();
        messages.forEach(message -> text.append(new String(message.body(), java.nio.charset.StandardCharsets.UTF_8))
                .append('\n'));
        return text.toString();
    }

    private synchronized CompletionStage<Confirmation> publish(OutgoingMessage message) {
        if (!answers) {
            return new CompletableFuture<>();
        }
        messages.add(message);
        readers.forEach(reader -> reader.take(message.properties(), message.body()));
        return CompletableFuture.completedFuture(new Confirmation.Confirmed());
    }

    private synchronized void subscribe(GrantLog.Handler handler) {
        for (OutgoingMessage message : messages) {
            BasicProperties properties = message.properties();
            handler.take(properties, message.body());
        }
        readers.add(handler);
    }
}
