package io.patchline.executor;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.executor.ledger.RunRecord;
import io.patchline.executor.run.Slots;
import java.time.Duration;

/** What Prometheus sees of an executor's work. */
final class ExecutorMetrics {
    private final MeterRegistry registry;

    ExecutorMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(Slots slots) {
        registry.gauge("patchline.slots", slots, Slots::count);
        registry.gauge("patchline.slots.taken", slots, Slots::taken);
    }

    /** Counts the run by its outcome, and its time: {@code patchline_runs_seconds_count} and {@code _sum}. */
    void finished(RunRecord run) {
        Duration elapsed = run.outcome().report().elapsed();
        registry.timer("patchline.runs", "outcome", run.outcome().status()).record(elapsed);
    }
}
