package io.patchline.ingest.callbacks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.event.PatchEvent;

/** {@code patchline_callbacks_total}, by what came of each try: {@code callback_delivered}, {@code callback_failed}, {@code callback_given_up}. */
final class CallbackMetrics {
    private final MeterRegistry registry;

    CallbackMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(PatchEvent event) {
        Counter.builder("patchline.callbacks")
                .tag("result", event.what())
                .register(registry)
                .increment();
    }
}
