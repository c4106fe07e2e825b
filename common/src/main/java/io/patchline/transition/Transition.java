package io.patchline.transition;

import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.trace.TraceParent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that has happened to a patch, now that the broker has it on disk. Nothing of what the patch holds or its commands wrote.
 *
 * @param what {@code accepted}, or the name of the event: {@code started}, {@code succeeded}, {@code dead_lettered} and so on
 * @param outcome what came of the attempt, where one has ended
 * @param code the reason, where there is one
 * @param by the name of the credential, where somebody did it
 * @param trace the id of the trace that it is part of
 */
public record Transition(
        String what,
        RunRef ref,
        Optional<String> outcome,
        Optional<ErrorCode> code,
        Optional<String> by,
        Optional<String> trace) {

    /** The broker has confirmed the patch. */
    public static Transition accepted(PatchMessage message) {
        RunRef ref = new RunRef(
                message.patch().id(), message.run(), 1, message.patch().lane(), RunRef.INGEST);
        return new Transition(
                "accepted",
                ref,
                Optional.empty(),
                Optional.empty(),
                Optional.of(message.source()),
                message.trace().map(TraceParent::traceId));
    }

    /** The broker has confirmed the event. */
    public static Transition of(PatchEvent event) {
        return switch (event) {
            case PatchEvent.Started started -> plain(started);
            case PatchEvent.Retrying retrying -> ended(retrying, retrying.outcome());
            case PatchEvent.Finished finished -> ended(finished, finished.outcome());
            case PatchEvent.Declined declined -> because(declined, declined.reason());
            case PatchEvent.DeadLettered dead -> because(dead, dead.reason());
            case PatchEvent.CancelRequested request -> by(request, request.by());
            case PatchEvent.Replayed replayed -> by(replayed, replayed.by());
            case PatchEvent.Discarded discarded -> by(discarded, discarded.by());
            case PatchEvent.Vanished vanished -> plain(vanished);
            case PatchEvent.LaneClearing clearing -> plain(clearing);
            case PatchEvent.LaneReleased released ->
                released.by().map(name -> by(released, name)).orElseGet(() -> plain(released));
            case PatchEvent.Callback callback -> plain(callback);
        };
    }

    /** The same, as part of this trace. */
    public Transition within(Optional<TraceParent> place) {
        return new Transition(what, ref, outcome, code, by, place.map(TraceParent::traceId));
    }

    /** What a line tells, in this order. What is absent is left out. */
    public Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("transition", what);
        keys.put("patch", ref.patch().value());
        keys.put("run", Integer.toString(ref.run()));
        keys.put("attempt", Integer.toString(ref.attempt()));
        keys.put("lane", ref.lane().name());
        keys.put("executor", ref.executor());
        outcome.ifPresent(status -> keys.put("outcome", status));
        code.ifPresent(reason -> keys.put("code", reason.wireName()));
        by.ifPresent(name -> keys.put("by", name));
        trace.ifPresent(id -> keys.put("trace", id));
        return keys;
    }

    private static Transition plain(PatchEvent event) {
        return new Transition(
                event.what(), event.ref(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Transition ended(PatchEvent event, Outcome outcome) {
        Optional<ErrorCode> reason = outcome instanceof Outcome.Unsuccessful unsuccessful
                ? Optional.of(unsuccessful.code())
                : Optional.empty();
        Optional<String> status = Optional.of(outcome.status());
        return new Transition(event.what(), event.ref(), status, reason, Optional.empty(), Optional.empty());
    }

    private static Transition because(PatchEvent event, ErrorCode reason) {
        Optional<ErrorCode> code = Optional.of(reason);
        return new Transition(event.what(), event.ref(), Optional.empty(), code, Optional.empty(), Optional.empty());
    }

    private static Transition by(PatchEvent event, String name) {
        Optional<String> who = Optional.of(name);
        return new Transition(event.what(), event.ref(), Optional.empty(), Optional.empty(), who, Optional.empty());
    }
}
