package io.patchline.ingest.callbacks;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.MessageCodec;
import io.patchline.message.MessageCodec.UndecodableException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One try at a callback, and what follows from it. Publishes nothing itself. Safe for use by several threads. */
final class CallbackDelivery {
    private final CallbackResolver destinations;
    private final CallbackClient client;
    private final SigningSecrets secrets;
    private final RetrySchedule schedule;
    private final Clock clock;

    CallbackDelivery(
            CallbackResolver destinations,
            CallbackClient client,
            SigningSecrets secrets,
            RetrySchedule schedule,
            Clock clock) {
        this.destinations = destinations;
        this.client = client;
        this.secrets = secrets;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * What came of a try.
     *
     * @param event to be told
     * @param next how long until the next try; empty after the last
     */
    record Result(EventEnvelope event, Optional<RetrySchedule.Wait> next) {}

    /**
     * Sends the callback once; blocks until there is an answer or none.
     *
     * @throws UndecodableException if the message holds no event of ours
     */
    Result deliver(CallbackMessage message) throws UndecodableException, InterruptedException {
        RunRef about = MessageCodec.readEvent(message.body()).data().ref();
        RunRef ref = new RunRef(about.patch(), about.run(), about.attempt(), about.lane(), "ingest");
        int tries = message.tries() + 1;
        return switch (answer(message)) {
            case DeliveryResponse.Taken taken -> last(new PatchEvent.CallbackDelivered(ref, tries));
            case DeliveryResponse.Gone gone ->
                last(new PatchEvent.CallbackGivenUp(ref, tries, "the receiver wants no more of it (status 410)"));
            case DeliveryResponse.NotTaken notTaken -> notTaken(message, ref, notTaken);
        };
    }

    private Result notTaken(CallbackMessage message, RunRef ref, DeliveryResponse.NotTaken answer) {
        int tries = message.tries() + 1;
        Optional<RetrySchedule.Wait> wait = schedule.after(tries, message.since(), clock.instant(), answer.notBefore());
        PatchEvent event = wait.<PatchEvent>map(
                        next -> new PatchEvent.CallbackFailed(ref, tries, answer.why(), next.pause()))
                .orElseGet(() -> new PatchEvent.CallbackGivenUp(ref, tries, answer.why()));
        return new Result(EventEnvelope.of(event, clock.instant()), wait);
    }

    private Result last(PatchEvent event) {
        return new Result(EventEnvelope.of(event, clock.instant()), Optional.empty());
    }

    private DeliveryResponse answer(CallbackMessage message) throws InterruptedException {
        return switch (destinations.of(message.url(), message.tries())) {
            case Destination.Refused refused -> DeliveryResponse.NotTaken.because(refused.why());
            case Destination.Unknown unknown -> DeliveryResponse.NotTaken.because(unknown.why());
            case Destination.Reachable reachable ->
                client.post(reachable, headers(message.id(), message.body()), message.body());
        };
    }

    private Map<String, String> headers(String id, byte[] body) {
        Instant now = clock.instant();
        return Map.of(
                "content-type",
                EventEnvelope.CONTENT_TYPE,
                "user-agent",
                "Patchline",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                secrets.sign(id, now, body));
    }
}
