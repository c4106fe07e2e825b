package io.patchline.executor.placement;

import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.Tolerance;

/**
 * A hunk and the place that was found for it.
 *
 * @param hunk as it fits: with or without the loose blanks at its end
 * @param start the index of its first old line
 * @param tolerance how strictly its lines were compared
 */
public record Placement(Hunk hunk, int start, Tolerance tolerance) {
    public int end() {
        return start + hunk.oldLines().size();
    }
}
