package io.patchline.event;

import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;

/**
 * Which try at which patch an event speaks of.
 *
 * @param run the number of the run: 1 from the webhook, one more with each replay
 * @param attempt the number of the try within the run, from 1
 * @param executor the name of the executor that speaks
 */
public record RunRef(PatchId patch, int run, int attempt, Lane lane, String executor) {
    /** Stands for the executor where the ingest service speaks. */
    public static final String INGEST = "ingest";

    public RunRef {
        if (run < 1 || attempt < 1) {
            throw new IllegalArgumentException("run and attempt count from 1, not " + run + " and " + attempt);
        }
    }
}
