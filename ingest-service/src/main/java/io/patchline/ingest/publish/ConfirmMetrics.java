package io.patchline.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** How long the broker takes to confirm a patch: {@code patchline_confirms_seconds_count}, {@code _sum} and {@code _bucket}. */
public final class ConfirmMetrics {
    /** From a quiet broker's millisecond to the confirm timeout's default. */
    private static final Duration[] BUCKETS = LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 1000, 5000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Timer confirms;

    public ConfirmMetrics(MeterRegistry registry) {
        confirms = Timer.builder("patchline.confirms")
                .description("From the hand-over of a patch to the broker's confirm")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** The broker has confirmed what was handed over at that time of {@link System#nanoTime()}. */
    void confirmed(long handedOverNanos) {
        confirms.record(Duration.ofNanos(System.nanoTime() - handedOverNanos));
    }
}
