package io.patchline.bench;

import java.io.IOException;
import java.time.Duration;

/** Somebody who takes part in a comparison: set up once, then measured in turns. */
interface Contender extends AutoCloseable {
    Duration WARM_UP_TURN = Duration.ofSeconds(10);
    int SETTLED = 3;
    int MOST_TURNS = 18;

    String name();

    /**
     * Works for about this long.
     *
     * @throws IOException if it failed; a failed operation fails the turn, so that no error is ever counted as speed
     */
    Sample turn(Duration length) throws IOException, InterruptedException;

    /**
     * Works uncounted until the JIT compiler has done its work, which takes a minute or two: in turns, until {@value #SETTLED} of them in a row bring no more than 3 % over the best before; at most {@value #MOST_TURNS} of them.
     */
    default void warmUp() throws IOException, InterruptedException {
        double best = 0;
        int settled = 0;
        for (int turn = 0; turn < MOST_TURNS && settled < SETTLED; turn++) {
            double rate = turn(WARM_UP_TURN).perSecond();
            settled = rate > best * 1.03 ? 0 : settled + 1;
            best = Math.max(best, rate);
        }
    }

    @Override
    default void close() {}
}
