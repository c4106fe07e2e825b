package io.patchline.ingest.app;

import io.patchline.ingest.review.ReviewExpiry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Starts with the application what goes on without being asked, and ends it in the opposite order. */
@Singleton
final class IngestLifecycle {
    private final Ingest ingest;
    private final IngestMetrics metrics;
    private final DeadLetterWorker deadLetters;
    private final ReviewExpiry reviews;

    IngestLifecycle(Ingest ingest, IngestMetrics metrics, DeadLetterWorker deadLetters, ReviewExpiry reviews) {
        this.ingest = ingest;
        this.metrics = metrics;
        this.deadLetters = deadLetters;
        this.reviews = reviews;
    }

    void start(@Observes StartupEvent event) {
        metrics.register();
        ingest.start();
        deadLetters.start();
        reviews.start();
    }

    void stop(@Observes ShutdownEvent event) {
        reviews.stop();
        deadLetters.stop();
        ingest.stop();
    }
}
