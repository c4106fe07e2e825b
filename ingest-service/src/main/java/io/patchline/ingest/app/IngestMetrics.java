package io.patchline.ingest.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What Prometheus sees of the pipeline by the log, looked up at each scrape. Every replica shows the same. */
@Singleton
final class IngestMetrics {
    private static final List<PatchState> UNFINISHED =
            List.of(PatchState.QUEUED, PatchState.RUNNING, PatchState.RETRYING);

    private final MeterRegistry registry;
    private final Ingest ingest;
    private final LogProjector projector;
    private final StatusIndex index;
    private final DeadLetterIndex letters;
    private final Clock clock;

    IngestMetrics(
            MeterRegistry registry,
            Ingest ingest,
            LogProjector projector,
            StatusIndex index,
            DeadLetterIndex letters,
            Clock clock) {
        this.registry = registry;
        this.ingest = ingest;
        this.projector = projector;
        this.index = index;
        this.letters = letters;
        this.clock = clock;
    }

    void register() {
        gauge("patchline.broker.connected", ingest, i -> i.session().isPresent() ? 1 : 0);
        gauge("patchline.log.caught.up", projector, t -> t.isCaughtUp() ? 1 : 0);
        seconds("patchline.log.delay", projector, t -> seconds(t.delay()));
        for (PatchState state : UNFINISHED) {
            Gauge.builder(
                            "patchline.patches.unfinished",
                            index,
                            i -> i.unfinished().stream()
                                    .filter(story -> story.state() == state)
                                    .count())
                    .tag("state", state.wireName())
                    .register(registry);
        }
        seconds("patchline.queue.oldest", index, this::longestWait);
        gauge("patchline.dead.letters", letters, DeadLetterIndex::size);
        FunctionCounter.builder("patchline.status.evicted", index, StatusIndex::evicted)
                .register(registry);
        gauge("patchline.reviews.waiting", index, StatusIndex::reviews);
        FunctionCounter.builder("patchline.status.reviews.evicted", index, StatusIndex::evictedReviews)
                .register(registry);
    }

    /** 0 where nothing waits. */
    private double longestWait(StatusIndex stories) {
        Instant now = clock.instant();
        return stories.unfinished().stream()
                .filter(story -> story.state() == PatchState.QUEUED)
                .map(PatchStory::waitingSince)
                .mapToDouble(since -> seconds(Duration.between(since, now)))
                .max()
                .orElse(0);
    }

    private <T> void gauge(String name, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).register(registry);
    }

    private <T> void seconds(String name, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).baseUnit("seconds").register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
