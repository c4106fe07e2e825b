package io.patchline.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Contenders at one point, measured in turns: one after the other, and then again in another order, so that a noisy minute hits all. */
record Comparison(String where, List<Contender> contenders) {
    /** For the broker to clear away what a turn left, which is not the next one's. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    List<Report.Row> run(int rounds, Duration length) throws IOException, InterruptedException {
        List<Measured> measured = contenders.stream()
                .map(contender -> new Measured(contender, new ArrayList<>()))
                .toList();
        List<Measured> order = new ArrayList<>(measured);
        for (int round = 0; round < rounds; round++) {
            for (Measured next : order) {
                Sample sample = next.contender().turn(length);
                tell(next.contender(), sample);
                next.turns().add(sample);
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
            Collections.rotate(order, 1);
        }
        return measured.stream()
                .map(each -> new Report.Row(
                        where, each.contender().name(), Sample.median(each.turns()), List.copyOf(each.turns())))
                .toList();
    }

    private record Measured(Contender contender, List<Sample> turns) {}

    private void tell(Contender contender, Sample sample) {
        System.err.println(String.format(
                Locale.ROOT,
                "  %s, %s: %.1f/s, p50 %.2f ms, p99 %.2f ms, %.0f µs of processor each",
                where,
                contender.name(),
                sample.perSecond(),
                sample.p50(),
                sample.p99(),
                sample.cpuMicros()));
    }
}
