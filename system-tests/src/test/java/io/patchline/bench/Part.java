package io.patchline.bench;

import java.io.IOException;
import java.util.List;

/** A part of the benchmark: it prepares its contenders, measures them, and clears them away. */
interface Part {
    String name();

    /** What the table's reader must know about what is compared. */
    String explanation();

    /** What the figures of its rows are, in the order of {@link Sample}; empty for one that it does not have. */
    default List<String> columns() {
        return List.of("per second", "p50 ms", "p99 ms", "processor µs each");
    }

    List<Report.Row> run(Ground ground, Options options) throws IOException, InterruptedException;
}
