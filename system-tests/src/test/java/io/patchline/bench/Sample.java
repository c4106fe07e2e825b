package io.patchline.bench;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What one turn of a contender came to. {@link Double#NaN} where a contender cannot tell.
 *
 * @param perSecond operations that were completed, in a second
 * @param p50 median time of an operation, in milliseconds
 * @param p99 in milliseconds
 * @param cpuMicros processor time of everything that works for the contender but the client, per operation, in microseconds
 * @param cpu the same, by who took it, where that is several
 */
record Sample(double perSecond, double p50, double p99, double cpuMicros, CpuTime cpu) {
    Sample(double perSecond, double p50, double p99, double cpuMicros) {
        this(perSecond, p50, p99, cpuMicros, CpuTime.NONE);
    }

    /** The same turn with the processor time that was measured around it. */
    Sample costing(CpuTime spent, double operations) {
        CpuTime each = operations > 0 ? spent.times(1 / operations) : CpuTime.NONE;
        return new Sample(perSecond, p50, p99, each.total(), each);
    }

    /** Each figure's median by itself. */
    static Sample median(List<Sample> turns) {
        Map<String, Double> cpu = CpuTime.names(turns.stream().map(Sample::cpu))
                .collect(Collectors.toMap(
                        who -> who, who -> median(turns, turn -> turn.cpu().of(who))));
        return new Sample(
                median(turns, Sample::perSecond),
                median(turns, Sample::p50),
                median(turns, Sample::p99),
                median(turns, Sample::cpuMicros),
                new CpuTime(cpu));
    }

    private static double median(List<Sample> turns, ToDoubleFunction<Sample> figure) {
        double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
