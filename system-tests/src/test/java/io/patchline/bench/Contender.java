package io.patchline.bench;

import java.io.IOException;
import java.time.Duration;

/** Somebody who takes part in a comparison: set up once, then measured in turns. */
interface Contender extends AutoCloseable {
    Duration WARM_UP = Duration.ofSeconds(10);

    String name();

    /**
     * Works for about this long.
     *
     * @throws IOException if it failed; a failed operation fails the turn, so that no error is ever counted as speed
     */
    Sample turn(Duration length) throws IOException, InterruptedException;

    /** Works uncounted, until the JIT compiler has seen enough. */
    default void warmUp() throws IOException, InterruptedException {
        turn(WARM_UP);
    }

    @Override
    default void close() {}
}
