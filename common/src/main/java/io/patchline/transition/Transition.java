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
        Optional<Outcome> outcome =
                event instanceof PatchEvent.Ended ended ? Optional.of(ended.outcome()) : Optional.empty();
        return new Transition(
                event.what(),
                event.ref(),
                outcome.map(Outcome::status),
                outcome.flatMap(Transition::code).or(() -> reason(event)),
                event.askedBy(),
                Optional.empty());
    }

    /** The same, as part of this trace. */
    public Transition within(Optional<TraceParent> place) {
        return new Transition(what, ref, outcome, code, by, place.map(TraceParent::traceId));
    }

    /** What a line holds, in this order. What is absent is left out. */
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

    private static Optional<ErrorCode> code(Outcome outcome) {
        return outcome instanceof Outcome.Unsuccessful unsuccessful
                ? Optional.of(unsuccessful.code())
                : Optional.empty();
    }

    private static Optional<ErrorCode> reason(PatchEvent event) {
        return event instanceof PatchEvent.Because because ? Optional.of(because.reason()) : Optional.empty();
    }
}
