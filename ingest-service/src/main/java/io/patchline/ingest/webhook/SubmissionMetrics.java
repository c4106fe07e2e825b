package io.patchline.ingest.webhook;

import io.micrometer.core.instrument.MeterRegistry;

/** Counts submissions by what came of them: {@code accepted}, {@code known}, or the code of the error. */
final class SubmissionMetrics {
    private static final String SUBMISSIONS = "patchline.submissions";

    private final MeterRegistry registry;

    SubmissionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Submitted submitted) {
        registry.counter(SUBMISSIONS, "result", result(submitted)).increment();
    }

    private static String result(Submitted submitted) {
        return switch (submitted) {
            case Submitted.Accepted accepted -> "accepted";
            case Submitted.KnownAlready known -> "known";
            case Submitted.Declined declined -> declined.code().wireName();
        };
    }
}
