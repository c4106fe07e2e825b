package io.patchline.executor.report;

import io.patchline.broker.Confirmation;
import io.patchline.event.EventEnvelope;
import io.patchline.event.OutputPiece;
import io.patchline.event.PatchEvent;
import io.patchline.message.EventMessage;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.OutputMessage;
import io.patchline.message.PatchMessage;
import io.patchline.trace.TraceParent;
import io.patchline.transition.Transition;
import io.patchline.transition.TransitionLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the world, and does not return before the broker has confirmed it: through lost connections and broker restarts it says it
 * again, for as long as it takes. What is said twice has the same id twice. Safe for use by several threads.
 */
public final class Reporter {
    private static final Duration SAY_AGAIN_AFTER = Duration.ofMillis(250);
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    private final MessagePublisher outlet;
    private final TransitionLog transitions;
    private final Clock clock;

    public Reporter(MessagePublisher outlet, TransitionLog transitions, Clock clock) {
        this.outlet = outlet;
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
        report(EventEnvelope.of(event, clock.instant()), trace);
    }

    /**
     * Publishes a run's outcome, which is also sent to the patch's callback.
     *
     * @param message what asked for the run
     * @throws InterruptedException if the executor ends before the broker has confirmed
     */
    public void reportEnd(PatchEvent.Finished event, Instant time, PatchMessage message) throws InterruptedException {
        publishUntilConfirmed(EventMessage.of(EventEnvelope.of(event, time), message.callback())
                .within(message.trace()));
        transitions.write(Transition.of(event).within(message.trace()));
    }

    /** Tells whoever listens what a command writes, at most once: nobody waits for it, and nobody is told that it was lost. */
    public void tellOutput(OutputPiece piece) {
        CompletionStage<Confirmation> unheeded = outlet.publish(OutputMessage.of(piece));
        unheeded.thenAccept(confirmation ->
                LOG.atTrace().addKeyValue("confirmation", confirmation).log("Output told"));
    }

    /**
     * Puts the patch into {@code patches.dead}, and then says so.
     *
     * @throws InterruptedException if the executor ends before the broker has confirmed
     */
    public void deadLetter(DeadLetter dead) throws InterruptedException {
        publishUntilConfirmed(dead.toMessage());
        report(EventEnvelope.of(dead.event(), dead.time()), dead.message().trace());
    }

    /**
     * Puts a message that is no patch into {@code patches.dead}, with the same bytes and properties, and then says so.
     *
     * @throws InterruptedException if the executor ends before the broker has confirmed
     */
    public void buryUndecodable(UndecodableLetter letter) throws InterruptedException {
        publishUntilConfirmed(letter.toMessage());
        report(EventEnvelope.of(letter.event(), letter.time()), Optional.empty());
    }

    private void report(EventEnvelope event, Optional<TraceParent> trace) throws InterruptedException {
        publishUntilConfirmed(EventMessage.of(event).within(trace));
        transitions.write(Transition.of(event.data()).within(trace));
    }

    private void publishUntilConfirmed(OutgoingMessage message) throws InterruptedException {
        boolean warned = false;
        while (true) {
            Confirmation confirmation =
                    outlet.publish(message).toCompletableFuture().join();
            if (confirmation instanceof Confirmation.Confirmed) {
                return;
            }
            if (!warned) {
                LOG.atWarn()
                        .addKeyValue("message", message.properties().getMessageId())
                        .addKeyValue("cause", confirmation)
                        .log("The broker has not confirmed a report; it is sent again until it does");
                warned = true;
            }
            TimeUnit.MILLISECONDS.sleep(SAY_AGAIN_AFTER.toMillis());
        }
    }
}
