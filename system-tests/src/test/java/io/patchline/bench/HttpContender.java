package io.patchline.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Whoever answers over HTTP, loaded by wrk.
 *
 * @param arguments of wrk's script
 * @param workers whose processor time counts
 * @param afterwards clears away what a turn left
 */
record HttpContender(
        String name,
        Wrk wrk,
        URI url,
        int connections,
        String[] arguments,
        Supplier<Collection<ProcessHandle>> workers,
        Runnable afterwards)
        implements Contender {
    @Override
    public Sample turn(Duration length) throws IOException, InterruptedException {
        double before = Usage.cpuMicros(workers.get());
        Wrk.Turn turn = wrk.run(url, connections, length, arguments);
        double spent = Usage.cpuMicros(workers.get()) - before;
        afterwards.run();
        return turn.sample().costing(spent, (double) turn.requests());
    }
}
