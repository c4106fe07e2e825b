package io.patchline.executor.git;

import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.patch.WorkspaceName;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a workspace's repository can be used, and waiting until it can. Safe for use by several threads. */
public final class RepositoryWatch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryWatch.class);

    private final WorkspaceName workspace;
    private volatile Optional<String> trouble = Optional.empty();

    RepositoryWatch(WorkspaceName workspace) {
        this.workspace = workspace;
    }

    /** What needs the repository; must be harmless to repeat. */
    interface Step<T> {
        T take() throws IOException, InterruptedException;
    }

    /** Why the repository cannot be used at the moment, as far as somebody tried; empty if it can. */
    public Optional<String> trouble() {
        return trouble;
    }

    /**
     * Takes the step, as often as it takes until the repository is there.
     *
     * @throws io.patchline.executor.process.StepEndedException if the run is cancelled first
     * @throws InterruptedException if the executor ends first
     */
    <T> T await(Cancellation cancellation, Step<T> step) throws IOException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                T result = step.take();
                back();
                return result;
            } catch (RepositoryAwayException e) {
                away(String.valueOf(e.getMessage()));
            }
            if (cancellation.reason().equals(Optional.of(Cancellation.Reason.SHUTDOWN))) {
                throw new InterruptedException("the executor ends while the repository is away");
            }
            Deadline.after(pause.plusDays(1), cancellation).pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private void away(String why) {
        if (!trouble.equals(Optional.of(why))) {
            LOG.atError()
                    .addKeyValue("workspace", workspace)
                    .addKeyValue("cause", why)
                    .log("The repository cannot be used; its patches wait");
        }
        trouble = Optional.of(why);
    }

    private void back() {
        if (trouble.isPresent()) {
            LOG.atInfo().addKeyValue("workspace", workspace).log("The repository can be used again");
        }
        trouble = Optional.empty();
    }
}
