package io.patchline.ingest.acts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.message.PatchMessage;
import io.patchline.patch.PatchAction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody did.
 *
 * @param key the same for the same act, if it is told twice
 * @param event its place in the log
 * @param what {@code replayed}, {@code discarded}, {@code cancel_requested}, {@code revert_requested} and so on
 * @param by the name of the credential
 * @param patch the patch that it was done to
 * @param subject what else it was done to: a token's name, a job's id
 * @param detail more of it in a few words
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Act(
        @JsonIgnore String key,
        long event,
        Instant time,
        String what,
        String by,
        Optional<String> patch,
        Optional<Integer> run,
        Optional<String> subject,
        Optional<String> detail) {

    /** A fact that somebody wished. Empty for one that nobody did. */
    static Optional<Act> of(EventEnvelope envelope, long offset) {
        PatchEvent event = envelope.data();
        return event.askedBy()
                .map(by -> new Act(
                        envelope.id(),
                        offset,
                        envelope.time(),
                        event.what(),
                        by.intern(),
                        Optional.of(event.ref().patch().value()),
                        Optional.of(event.ref().run()),
                        subject(event),
                        Optional.empty()));
    }

    /** A patch that takes others back; each is an act once, whatever runs it has. Empty for another patch. */
    static Optional<Act> ofRevert(PatchMessage message, long offset) {
        List<String> reverted = message.patch().actions().stream()
                .filter(PatchAction.Revert.class::isInstance)
                .map(action -> ((PatchAction.Revert) action).patch().value())
                .toList();
        if (reverted.isEmpty()) {
            return Optional.empty();
        }
        String id = message.patch().id().value();
        return Optional.of(new Act(
                "revert-" + id,
                offset,
                message.acceptedAt(),
                "revert_requested",
                message.source().intern(),
                Optional.of(reverted.getFirst()),
                Optional.empty(),
                Optional.of(id),
                reverted.size() == 1
                        ? Optional.empty()
                        : Optional.of("and " + (reverted.size() - 1) + " others, in one patch")));
    }

    private static Optional<String> subject(PatchEvent event) {
        return switch (event) {
            case PatchEvent.Replayed replayed -> replayed.replayedAs().map(id -> id.value());
            case PatchEvent.LaneReleased released ->
                Optional.of(released.ref().lane().name());
            default -> Optional.empty();
        };
    }

    static Act of(ActMessage message, long offset) {
        boolean code = message.what().equals(ActMessage.CODE_USED);
        return new Act(
                message.id(),
                offset,
                message.time(),
                message.what(),
                message.by().intern(),
                Optional.empty(),
                Optional.empty(),
                code ? Optional.empty() : message.subject(),
                Optional.empty());
    }

    /** An order for many dead letters. */
    static Act ofOrder(JsonNode order, long offset) {
        return ofJob(
                order,
                offset,
                order.path("act").asText() + "_ordered",
                order.path("by").asText(),
                Optional.of(order.path("count").asInt() + " dead letters"));
    }

    /** Its end before it was done. Empty if it was done. */
    static Optional<Act> ofEnd(JsonNode end, long offset) {
        return Optional.ofNullable(end.path("cancelledBy").textValue())
                .map(by -> ofJob(end, offset, "job_cancelled", by, Optional.empty()));
    }

    private static Act ofJob(JsonNode job, long offset, String what, String by, Optional<String> detail) {
        String id = job.path("id").asText();
        return new Act(
                what + "-" + id,
                offset,
                Instant.parse(job.path("time").asText()),
                what,
                by,
                Optional.empty(),
                Optional.empty(),
                Optional.of(id),
                detail);
    }
}
