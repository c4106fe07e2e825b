package io.patchline.event;

import java.nio.charset.StandardCharsets;

/**
 * A piece of what a command writes, published while it runs, at most once. What lies between the end of one piece and the beginning of the next was left out
 * of the live output; head and tail of the whole are in the outcome.
 *
 * @param action the index of the command's action in the patch, from 0
 * @param from where the piece begins in the command's output, in bytes of the same text as {@link io.patchline.outcome.CapturedOutput}
 */
public record OutputPiece(RunRef ref, int action, long from, String text) {

    /** Where the piece ends: behind its last byte. */
    public long end() {
        return from + text.getBytes(StandardCharsets.UTF_8).length;
    }
}
