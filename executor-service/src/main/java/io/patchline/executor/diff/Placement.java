package io.patchline.executor.diff;

/**
 * A hunk and the place that was found for it.
 *
 * @param hunk as it fits: with or without the loose blanks at its end
 * @param start the index of its first old line
 * @param tolerance how strictly its lines were compared
 */
record Placement(Hunk hunk, int start, Tolerance tolerance) {
    int end() {
        return start + hunk.oldLines().size();
    }
}
