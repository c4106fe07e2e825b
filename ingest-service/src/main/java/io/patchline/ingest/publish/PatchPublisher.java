package io.patchline.ingest.publish;

import io.patchline.broker.Confirmation;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.EventMessage;
import io.patchline.message.LaneRelease;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.outcome.ErrorCode;
import io.patchline.trace.Span;
import io.patchline.trace.SpanStart;
import io.patchline.trace.TraceParent;
import io.patchline.transition.Transition;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts patches on the broker. */
public final class PatchPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(PatchPublisher.class);

    private final Function<OutgoingMessage, CompletionStage<Confirmation>> publisher;
    private final Topology topology;
    private final PublishedPatches published;
    private final Accounts accounts;
    private final Clock clock;

    /**
     * @param publisher publishes one message; its answer never completes exceptionally
     * @param published where patches wait to be read back from the log
     */
    public PatchPublisher(
            Function<OutgoingMessage, CompletionStage<Confirmation>> publisher,
            Topology topology,
            PublishedPatches published,
            Accounts accounts,
            Clock clock) {
        this.publisher = publisher;
        this.topology = topology;
        this.published = published;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Publishes to the patch's lane queue and the log at once. The answer never completes exceptionally. Where the lane queue is full the log has
     * the patch all the same: an event there then says that the patch was declined.
     */
    public CompletionStage<Confirmation> publish(PatchMessage message) {
        Span span = begin(message, SpanStart.in(message.trace(), "publish patch", SpanStart.Role.PRODUCER));
        PatchMessage traced = message.within(span.context());
        OutgoingMessage outgoing = traced.toLane(topology);
        published.add(traced, outgoing.properties());
        return publish(traced, outgoing, span).thenApply(confirmation -> {
            if (!(confirmation instanceof Confirmation.Confirmed)) {
                published.remove(traced);
            }
            return confirmation;
        });
    }

    /**
     * The same for a patch that somebody sends back, with these headers besides its own. It is in a trace of its own, with a link to the trace
     * of the run that failed.
     */
    public CompletionStage<Confirmation> replay(
            PatchMessage message, Map<String, Object> headers, Optional<TraceParent> failed) {
        Span span = begin(message, SpanStart.after(failed, "replay patch", SpanStart.Role.PRODUCER));
        PatchMessage traced = message.within(span.context());
        return publish(traced, traced.toLane(topology, headers), span);
    }

    private Span begin(PatchMessage message, SpanStart start) {
        Span span = accounts.tracing().start(start);
        span.note("patchline.patch", message.patch().id().value());
        return span;
    }

    private CompletionStage<Confirmation> publish(PatchMessage traced, OutgoingMessage outgoing, Span span) {
        long handedOver = System.nanoTime();
        return publisher.apply(outgoing).thenApply(confirmation -> {
            if (confirmation instanceof Confirmation.Confirmed) {
                accounts.confirms().confirmed(handedOver);
                accounts.transitions().write(Transition.accepted(traced));
            } else {
                span.fail(confirmation.getClass().getSimpleName());
            }
            span.close();
            if (confirmation instanceof Confirmation.Nacked) {
                publishDeclined(traced);
            }
            return confirmation;
        });
    }

    /** Publishes a fact to {@code patches.results}, and so to the log. The answer never completes exceptionally. */
    public CompletionStage<Confirmation> publishEvent(EventEnvelope event) {
        return publishEvent(event, Optional.empty());
    }

    private CompletionStage<Confirmation> publishEvent(EventEnvelope event, Optional<TraceParent> trace) {
        return publisher.apply(EventMessage.of(event).within(trace)).thenApply(confirmation -> {
            if (confirmation instanceof Confirmation.Confirmed) {
                accounts.transitions().write(Transition.of(event.data()).within(trace));
            }
            return confirmation;
        });
    }

    /** Publishes the order to hold a lane no more, to the lane's queue. The answer never completes exceptionally. */
    public CompletionStage<Confirmation> publish(LaneRelease release) {
        return publisher.apply(release.toMessage(topology));
    }

    /** Publishes anything else. The answer never completes exceptionally. */
    public CompletionStage<Confirmation> publish(OutgoingMessage message) {
        return publisher.apply(message);
    }

    /** Once and not again: a submitter that comes back is not answered from the log as long as no executor has begun. */
    private void publishDeclined(PatchMessage message) {
        RunRef ref = new RunRef(
                message.patch().id(), message.run(), 1, message.patch().lane(), RunRef.INGEST);
        PatchEvent declined = new PatchEvent.Declined(ref, ErrorCode.LANE_FULL);
        CompletionStage<Confirmation> published =
                publishEvent(EventEnvelope.of(declined, clock.instant()), message.trace());
        published.thenAccept(confirmation -> LOG.atDebug()
                .addKeyValue("patch", ref.patch())
                .addKeyValue("confirmation", confirmation)
                .log("Published that the lane queue is full"));
    }
}
