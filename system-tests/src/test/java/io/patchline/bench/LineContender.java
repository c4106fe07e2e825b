package io.patchline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;

/**
 * A rival with a driver of its own: it reads {@code <seconds> <jobs in flight>}, works, and answers with one line of JSON
 * {@code {"operations", "seconds", "p50", "p99"}}, times in milliseconds.
 *
 * @param workers whose processor time counts
 */
record LineContender(String name, BenchProcess driver, int inFlight, Collection<ProcessHandle> workers)
        implements Contender {
    @Override
    public Sample turn(Duration length) throws IOException {
        double before = Cpu.micros(workers);
        JsonNode result = MessageCodec.mapper().readTree(driver.ask(length.toMillis() / 1000 + " " + inFlight));
        double spent = Cpu.micros(workers) - before;
        double operations = result.get("operations").asDouble();
        return new Sample(
                        operations / result.get("seconds").asDouble(),
                        result.path("p50").asDouble(Double.NaN),
                        result.path("p99").asDouble(Double.NaN),
                        Double.NaN)
                .costing(spent, operations);
    }
}
