package io.patchline.ingest.review;

import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.RunEnd;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.patch.DurationFormat;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rejects what nobody judged in time. Each replica does; the lane lets one decision through. */
@Singleton
public final class ReviewExpiry {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(ReviewExpiry.class);

    private final Reviews reviews;
    private final StatusIndex index;
    private final LogProjector projector;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("review-expiry").unstarted(this::keep);

    ReviewExpiry(Reviews reviews, StatusIndex index, LogProjector projector, Clock clock) {
        this.reviews = reviews;
        this.index = index;
        this.projector = projector;
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    public void stop() {
        stopped.countDown();
        thread.interrupt();
    }

    private void keep() {
        try {
            while (!stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                if (projector.isCaughtUp()) {
                    expire();
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("No more reviews expire here");
        }
    }

    private void expire() throws InterruptedException {
        Instant now = clock.instant();
        for (PatchStory story : index.awaitingReview()) {
            RunEnd ending = story.ending().orElseThrow();
            if (ending.reviewUntil().filter(until -> !until.isAfter(now)).isPresent()) {
                expire(
                        story,
                        Duration.between(
                                ending.finishedAt(), ending.reviewUntil().get()));
            }
        }
    }

    private void expire(PatchStory story, Duration waited) throws InterruptedException {
        try {
            reviews.expire(story, DurationFormat.write(Duration.ofSeconds(Math.max(1, waited.toSeconds()))));
        } catch (ProblemException | IllegalStateException e) {
            LOG.atWarn()
                    .addKeyValue("patch", story.id())
                    .addKeyValue("cause", e.getMessage())
                    .log("A review that has expired could not be ended, and is tried again");
        }
    }
}
