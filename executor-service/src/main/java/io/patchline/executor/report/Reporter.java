package io.patchline.executor.report;

import io.patchline.broker.Confirmation;
import io.patchline.event.EventEnvelope;
import io.patchline.event.OutputPiece;
import io.patchline.event.PatchEvent;
import io.patchline.message.EventMessage;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.OutputMessage;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.OutcomeLimit;
import io.patchline.trace.TraceParent;
import io.patchline.transition.Transition;
import io.patchline.transition.TransitionLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events and dead letters, and does not return before the broker has confirmed them: through lost connections and broker restarts it publishes
 * again, for as long as it takes. What is published twice has the same id twice. Only an {@link Announcement} is waited for later. Safe for use by several threads.
 */
public final class Reporter {
    private static final Duration SAY_AGAIN_AFTER = Duration.ofMillis(250);
    private static final Duration MOST_SELDOM = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    private final MessagePublisher publisher;
    private final TransitionLog transitions;
    private final Clock clock;

    public Reporter(MessagePublisher publisher, TransitionLog transitions, Clock clock) {
        this.publisher = publisher;
        this.transitions = transitions;
        this.clock = clock;
    }

    /**
     * Publishes the event as one that happens now.
     *
     * @param trace the place in a trace that it is part of
     * @throws InterruptedException if the executor ends before the broker has confirmed
     */
    public void report(PatchEvent event, Optional<TraceParent> trace) throws InterruptedException {
        Instant now = clock.instant();
        publishOrShorten(
                event, shown -> EventMessage.of(EventEnvelope.of(shown, now)).within(trace));
        transitions.write(Transition.of(event).within(trace));
    }

    /**
     * Publishes the event as one that happens now, and waits for its confirm only if the broker is known to be away: what is to follow it is published when it is confirmed.
     *
     * @param trace the place in a trace that it is part of
     * @throws InterruptedException if the executor ends before there is a broker
     */
    public Announcement announce(PatchEvent event, Optional<TraceParent> trace) throws InterruptedException {
        OutgoingMessage message =
                EventMessage.of(EventEnvelope.of(event, clock.instant())).within(trace);
        CompletableFuture<Confirmation> answer = publisher.publish(message).toCompletableFuture();
        if (answer.isDone() && !(answer.join() instanceof Confirmation.Confirmed)) {
            publishUntilConfirmed(message);
            answer = CompletableFuture.completedFuture(new Confirmation.Confirmed());
        }
        transitions.write(Transition.of(event).within(trace));
        return new Announcement(answer, () -> publishUntilConfirmed(message));
    }

    /**
     * Publishes again an event that happened at this time: whether it was confirmed is not known.
     *
     * @param trace the place in a trace that it is part of
     * @throws InterruptedException if the executor ends before the broker has confirmed
     */
    public void repeat(PatchEvent event, Instant time, Optional<TraceParent> trace) throws InterruptedException {
        publishUntilConfirmed(EventMessage.of(EventEnvelope.of(event, time)).within(trace));
    }

    /**
     * Publishes a run's outcome, which is also sent to the patch's callback.
     *
     * @param message what asked for the run
     * @throws InterruptedException if the executor ends before the broker has confirmed
     */
    public void reportEnd(PatchEvent.Finished event, Instant time, PatchMessage message) throws InterruptedException {
        publishOrShorten(
                event,
                shown -> EventMessage.of(EventEnvelope.of(shown, time), message.callback())
                        .within(message.trace()));
        transitions.write(Transition.of(event).within(message.trace()));
    }

    /** Publishes live output, at most once: nobody waits for the confirm, and what is lost is not reported. */
    public void publishOutput(OutputPiece piece) {
        CompletionStage<Confirmation> unheeded = publisher.publish(OutputMessage.of(piece));
        unheeded.thenAccept(confirmation ->
                LOG.atTrace().addKeyValue("confirmation", confirmation).log("Live output published"));
    }

    /**
     * Puts the patch into {@code patches.dead}, and then publishes the event.
     *
     * @throws InterruptedException if the executor ends before the broker has confirmed
     */
    public void deadLetter(DeadLetter dead) throws InterruptedException {
        publishUntilConfirmed(dead.toMessage());
        report(EventEnvelope.of(dead.event(), dead.time()), dead.message().trace());
    }

    /**
     * Puts a message that is no patch into {@code patches.dead}, with the same bytes, and then publishes the event.
     *
     * @return whether it is there; if not, it is larger than may be published, and only the broker itself can move it
     * @throws InterruptedException if the executor ends before the broker has confirmed
     */
    public boolean deadLetterUndecodable(UndecodableMessage letter) throws InterruptedException {
        boolean published = publishUntilConfirmed(letter.toMessage(), Confirmation.Unpublishable.class::isInstance);
        report(EventEnvelope.of(letter.event(), letter.time()), Optional.empty());
        return published;
    }

    private void report(EventEnvelope event, Optional<TraceParent> trace) throws InterruptedException {
        publishUntilConfirmed(EventMessage.of(event).within(trace));
        transitions.write(Transition.of(event.data()).within(trace));
    }

    /** What the broker can never take, for its size, is replaced by the same without its report: it must hold up nothing behind it. */
    private void publishOrShorten(PatchEvent event, Function<PatchEvent, OutgoingMessage> toMessage)
            throws InterruptedException {
        Optional<PatchEvent> shorter = withoutReport(event);
        if (shorter.isEmpty()) {
            publishUntilConfirmed(toMessage.apply(event));
        } else if (!publishUntilConfirmed(toMessage.apply(event), Confirmation.Unpublishable.class::isInstance)) {
            LOG.atWarn()
                    .addKeyValue("patch", event.ref().patch())
                    .log("The broker takes no message of this outcome's size; it is published without its report");
            publishUntilConfirmed(toMessage.apply(shorter.get()));
        }
    }

    /** Empty for an event that has no report. */
    private static Optional<PatchEvent> withoutReport(PatchEvent event) {
        return switch (event) {
            case PatchEvent.Finished finished ->
                Optional.of(new PatchEvent.Finished(
                        finished.ref(), OutcomeLimit.bare(finished.outcome()), finished.fingerprint()));
            case PatchEvent.Retrying retrying ->
                Optional.of(new PatchEvent.Retrying(
                        retrying.ref(), OutcomeLimit.bare(retrying.outcome()), retrying.pause()));
            default -> Optional.empty();
        };
    }

    private void publishUntilConfirmed(OutgoingMessage message) throws InterruptedException {
        boolean said = publishUntilConfirmed(message, confirmation -> false);
        assert said : "it is said until it is confirmed";
    }

    /** Returns whether the broker has it; false for the first answer with which it is given up. */
    private boolean publishUntilConfirmed(OutgoingMessage message, Predicate<Confirmation> givenUp)
            throws InterruptedException {
        Duration pause = SAY_AGAIN_AFTER;
        boolean warned = false;
        while (true) {
            Confirmation confirmation =
                    publisher.publish(message).toCompletableFuture().join();
            if (confirmation instanceof Confirmation.Confirmed) {
                return true;
            }
            if (givenUp.test(confirmation)) {
                return false;
            }
            if (!warned) {
                LOG.atWarn()
                        .addKeyValue("message", message.properties().getMessageId())
                        .addKeyValue("cause", confirmation)
                        .log("The broker has not confirmed a report; it is sent again until it does");
                warned = true;
            }
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            // A queue that is full refuses its copy, and the log takes one each time.
            Duration longer = pause.multipliedBy(2);
            pause = !(confirmation instanceof Confirmation.Nacked)
                    ? SAY_AGAIN_AFTER
                    : longer.compareTo(MOST_SELDOM) < 0 ? longer : MOST_SELDOM;
        }
    }
}
