package io.patchline.bench;

import java.io.IOException;
import java.util.List;

/** A part of the benchmark: it prepares its contenders, measures them, and clears them away. */
interface Part {
    String name();

    /** What the table's reader must know about what is compared. */
    String explanation();

    List<Row> run(Ground ground, Options options) throws IOException, InterruptedException;
}
