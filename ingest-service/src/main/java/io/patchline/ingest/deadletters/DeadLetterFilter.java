package io.patchline.ingest.deadletters;

import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Lane;
import java.time.Instant;
import java.util.Optional;

/**
 * Which dead letters are meant: those for which all that is said here holds.
 *
 * @param reason why they are dead letters
 * @param target what their submitter named as target, to the letter
 * @param from when they became dead letters, or later
 * @param to before when they became dead letters
 * @param upTo the last place in the log at which one may have been told of
 */
public record DeadLetterFilter(
        Optional<ErrorCode> reason,
        Optional<Lane> lane,
        Optional<String> target,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Long> upTo) {
    static final DeadLetterFilter ALL = new DeadLetterFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    boolean takes(DeadLetterEntry entry) {
        return reason.map(entry.reason()::equals).orElse(true)
                && lane.map(entry.ref().lane()::equals).orElse(true)
                && target.map(wanted -> entry.target().filter(wanted::equals).isPresent())
                        .orElse(true)
                && from.map(time -> !entry.deadAt().isBefore(time)).orElse(true)
                && to.map(time -> entry.deadAt().isBefore(time)).orElse(true)
                && upTo.map(offset -> entry.offset() <= offset).orElse(true);
    }

    /** The same of those only that the log had told of at this place. */
    public DeadLetterFilter upTo(long offset) {
        return new DeadLetterFilter(reason, lane, target, from, to, Optional.of(offset));
    }

    /** The same whatever the reason. */
    DeadLetterFilter ofAnyReason() {
        return new DeadLetterFilter(Optional.empty(), lane, target, from, to, upTo);
    }
}
