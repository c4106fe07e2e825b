package io.patchline.executor.actions;

import io.patchline.executor.process.Deadline;
import io.patchline.executor.process.StepEndedException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again, until it works, what the executor's own disk refuses, a full one for instance: what a living executor knows must not be lost to that, and an attempt
 * that could not be written down is no executor's death.
 */
public final class DiskRetry {
    /** How long the disk is left alone before it is asked again. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(DiskRetry.class);

    private DiskRetry() {}

    /** What the disk may refuse; must be harmless to repeat. */
    public interface Step<T> {
        T take() throws IOException, InterruptedException;
    }

    /** The same without a result. */
    public interface Action {
        void take() throws IOException, InterruptedException;
    }

    /**
     * Takes the step, as often as it takes.
     *
     * @param what waits for the disk, for the log
     * @throws InterruptedException if the executor ends first
     */
    public static <T> T until(String what, Step<T> step) throws InterruptedException {
        return until(what, pause -> TimeUnit.MILLISECONDS.sleep(pause.toMillis()), step);
    }

    private interface Pause {
        void pause(Duration pause) throws InterruptedException;
    }

    private static <T> T until(String what, Pause between, Step<T> step) throws InterruptedException {
        boolean refused = false;
        while (true) {
            try {
                T result = step.take();
                if (refused) {
                    LOG.atInfo().addKeyValue("waited", what).log("The disk works again");
                }
                return result;
            } catch (IOException e) {
                if (!refused) {
                    LOG.atError()
                            .setCause(e)
                            .addKeyValue("waits", what)
                            .log("The state directory or the workspace cannot be used; mend it, the patch waits");
                }
                refused = true;
                between.pause(PAUSE);
            }
        }
    }

    /**
     * Takes the step of a patch, as often as it takes within its deadline.
     *
     * @throws StepEndedException if the deadline passes first
     */
    static <T> T until(String what, Deadline deadline, Step<T> step) throws InterruptedException {
        return until(what, deadline::pause, step);
    }

    /** The same without a result. */
    public static void untilDone(String what, Action action) throws InterruptedException {
        Object unused = until(what, () -> {
            action.take();
            return what;
        });
    }
}
