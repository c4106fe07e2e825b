package io.patchline.ingest.app;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.deadletters.DeadLetterLock;
import io.patchline.ingest.deadletters.DeadLetterLocks;
import io.patchline.ingest.deadletters.DeadLetterReconciler;
import io.patchline.ingest.deadletters.DepthWatch;
import io.patchline.ingest.jobs.JobIndex;
import io.patchline.ingest.jobs.JobOrder;
import io.patchline.ingest.jobs.JobStep;
import io.patchline.ingest.lanes.HoldReleaseStep;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works at what is to be done without anybody waiting for it: held lanes that go on, jobs, and a look into the queue when it does not hold what is listed. */
@Singleton
final class DeadLetterWorker {
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofSeconds(2);
    private static final Duration LOCK_WITHIN = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWorker.class);

    private final Ingest ingest;
    private final JobIndex jobs;
    private final DeadLetterLocks locks;
    private final JobStep slice;
    private final HoldReleaseStep holds;
    private final DeadLetterReconciler scan;
    private final DepthWatch watch;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("dead-letters").unstarted(this::keep);

    DeadLetterWorker(
            IngestConfig config,
            Ingest ingest,
            DeadLetterLocks locks,
            JobStep slice,
            HoldReleaseStep holds,
            DeadLetterReconciler scan,
            DeadLetterIndex index,
            JobIndex jobs) {
        this.ingest = ingest;
        this.jobs = jobs;
        this.locks = locks;
        this.slice = slice;
        this.holds = holds;
        this.scan = scan;
        this.watch = new DepthWatch(index, ingest::session, config.deadLetters().checkEvery());
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped.countDown();
        thread.interrupt();
    }

    private void keep() {
        Duration pause = STEP;
        try {
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = ingest.isReady() ? work() : LATER;
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("No more work at the dead letters");
        }
    }

    /** Returns how long to wait before the next time. */
    private Duration work() throws InterruptedException {
        Optional<JobOrder> job = jobs.next();
        boolean held = holds.isDue();
        boolean look = job.isEmpty() && !held && watch.isTimeToLook();
        if (job.isEmpty() && !held && !look) {
            return STEP;
        }
        try (DeadLetterLock lock = locks.take(LOCK_WITHIN)) {
            if (look) {
                watch.looked(scan.scan(lock));
                return STEP;
            }
            return work(lock);
        } catch (DeadLetterLock.TakenException e) {
            return STEP;
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("Work at the dead letters was cut off; it goes on");
            return LATER;
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A defect in the work at the dead letters; it is tried again");
            return LATER;
        }
    }

    /** Who has the lock knows the newest state: what was to be done may be done by now. Lanes that wait come before jobs. */
    private Duration work(DeadLetterLock lock) throws IOException, InterruptedException {
        if (holds.isDue()) {
            return pauseAfter(holds.work(lock));
        }
        Optional<JobOrder> job = jobs.next();
        return job.isEmpty() ? STEP : pauseAfter(slice.work(job.get(), lock));
    }

    private static Duration pauseAfter(JobStep.Result result) {
        return switch (result) {
            case MORE, OVER -> Duration.ZERO;
            case LATER -> LATER;
        };
    }
}
