package io.patchline.ingest.webhook;

import io.micrometer.core.instrument.MeterRegistry;

/** Counts submissions by what came of them: {@code accepted}, {@code known}, or the code of the error. */
final class SubmissionMetrics {
    private static final String SUBMISSIONS = "patchline.submissions";

    private final MeterRegistry registry;

    SubmissionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts it, and hands it on. */
    SubmissionResult count(SubmissionResult submitted) {
        registry.counter(SUBMISSIONS, "result", result(submitted)).increment();
        return submitted;
    }

    private static String result(SubmissionResult submitted) {
        return switch (submitted) {
            case SubmissionResult.Accepted accepted -> "accepted";
            case SubmissionResult.KnownAlready known -> "known";
            case SubmissionResult.Declined declined -> declined.code().wireName();
        };
    }
}
