package io.patchline.ingest.callbacks;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.broker.PublisherLimits;
import io.patchline.broker.SessionKeeper;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.transition.TransitionLog;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Sends what is due, in each session with the broker. It has a publisher of its own, so that it never stands in the way of the webhook. */
@Singleton
public final class CallbackSender implements SessionKeeper.SessionListener {
    private final ConfirmedPublisher publisher = new ConfirmedPublisher(PublisherLimits.STANDARD);
    private final Optional<CallbackConsumer> consumer;
    private final int atOnce;

    /**
     * @throws IllegalArgumentException if the configuration cannot be used; the message says what to do
     */
    CallbackSender(IngestConfig configuration, Vertx vertx, MeterRegistry registry, Clock clock) {
        IngestConfig.Callbacks config = configuration.callbacks();
        this.atOnce = config.atOnce();
        RetrySchedule schedule = new RetrySchedule(config.firstPause(), config.giveUpAfter(), new SecureRandom());
        CallbackResolver destinations = CallbackResolver.allowing(config.allow().orElse(Set.of()));
        CallbackClient client = new CallbackClient(vertx, new HttpClientOptions(), config.timeout(), clock);
        this.consumer = config.secretFile()
                .map(SigningSecrets::read)
                .map(secrets -> new CallbackDelivery(destinations, client, secrets, schedule, clock))
                .map(delivery -> new CallbackConsumer(
                        delivery,
                        new PerReceiverLimit(config.perReceiver()),
                        schedule,
                        publisher,
                        new CallbackMetrics(registry),
                        new TransitionLog(configuration.log().json()),
                        clock));
    }

    @Override
    public void onSession(BrokerSession session) throws IOException {
        publisher.onSession(session);
        if (consumer.isPresent()) {
            consumer.get().consume(session, atOnce);
        }
    }

    @PreDestroy
    void stop() {
        publisher.close();
    }
}
