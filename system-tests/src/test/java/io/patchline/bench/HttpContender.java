package io.patchline.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Whoever answers over HTTP, loaded by wrk.
 *
 * @param arguments of wrk's script
 * @param cpu the processor time that counts, until now
 * @param afterwards clears away what a turn left
 */
record HttpContender(
        String name, Wrk wrk, URI url, int connections, String[] arguments, Supplier<CpuTime> cpu, Runnable afterwards)
        implements Contender {
    @Override
    public Sample turn(Duration length) throws IOException, InterruptedException {
        CpuTime before = cpu.get();
        Wrk.Turn turn = wrk.run(url, connections, length, arguments);
        CpuTime spent = cpu.get().since(before);
        afterwards.run();
        return turn.sample().costing(spent, (double) turn.requests());
    }
}
