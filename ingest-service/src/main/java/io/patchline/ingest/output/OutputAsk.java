package io.patchline.ingest.output;

import java.util.Optional;

/**
 * Which part of a patch's output somebody wants to read.
 *
 * @param run absent: the newest
 * @param attempt absent: the newest that was begun
 * @param action only of the command that is this action of the patch; absent: of all, one after the other
 * @param start where the part begins
 * @param most how many characters it has at most
 */
public record OutputAsk(
        Optional<Integer> run, Optional<Integer> attempt, Optional<Integer> action, Start start, int most) {

    /** Where the part begins. */
    public sealed interface Start {
        /** At this byte of the command's output; of the first command, where no action is named. */
        record At(long bytes) implements Start {}

        /** Where an earlier part ended: what {@link OutputPart#cursor()} said. */
        record Behind(String cursor) implements Start {}

        /** So that the part is the end: at most so many lines of it. */
        record Last(int lines) implements Start {}
    }
}
