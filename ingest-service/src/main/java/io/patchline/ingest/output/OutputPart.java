package io.patchline.ingest.output;

/**
 * A part of what a patch's commands wrote.
 *
 * @param text with a line in square brackets in the place of what is not there
 * @param cursor behind the part: what comes after it begins there
 * @param more whether something that was written lies behind it
 * @param total how many bytes were written, as far as is known
 * @param leftOut how many of the bytes before the cursor, and behind the place where the part begins, are not in the text because they were not kept
 * @param over whether the attempt is over: then nothing more is written
 */
public record OutputPart(
        int run, int attempt, String text, String cursor, boolean more, long total, long leftOut, boolean over) {}
