package io.patchline.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time since the beginning of some processes.
 *
 * @param micros in microseconds, by who took it
 */
record CpuTime(Map<String, Double> micros) {
    static final CpuTime NONE = new CpuTime(Map.of());

    CpuTime {
        micros = Map.copyOf(micros);
    }

    static CpuTime of(String who, double micros) {
        return new CpuTime(Map.of(who, micros));
    }

    CpuTime plus(CpuTime other) {
        Map<String, Double> sum = new TreeMap<>(micros);
        other.micros.forEach((who, more) -> sum.merge(who, more, Double::sum));
        return new CpuTime(sum);
    }

    CpuTime since(CpuTime before) {
        return plus(before.times(-1));
    }

    CpuTime times(double factor) {
        Map<String, Double> product = new TreeMap<>();
        micros.forEach((who, one) -> product.put(who, one * factor));
        return new CpuTime(product);
    }

    /** All of them together; not a number for nobody. */
    double total() {
        return micros.isEmpty()
                ? Double.NaN
                : micros.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Of one of those who took part. */
    double of(String who) {
        return micros.getOrDefault(who, 0.0);
    }

    /** Who took part in one of these. */
    static Stream<String> names(Stream<CpuTime> all) {
        return all.flatMap(each -> each.micros.keySet().stream()).distinct().sorted();
    }
}
