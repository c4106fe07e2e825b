package io.patchline.executor.git.remote;

import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.patch.WorkspaceName;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a workspace's repository can be used, and waiting until it can. Safe for use by several threads. */
public final class RepositoryWatch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /** A run waits no longer for the first look of the probe: a repository that hangs is waited for by the run's own fetch. */
    private static final Duration LONGEST_WAIT_FOR_PROBE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryWatch.class);

    private final WorkspaceName workspace;
    private volatile Optional<String> away = Optional.empty();

    /** Why the probe says that no patch can take effect. */
    private volatile Optional<String> obstacle = Optional.empty();

    private volatile CountDownLatch firstLook = new CountDownLatch(0);
    private final Semaphore reasonsToLook = new Semaphore(0);
    private volatile boolean pushDoubtful;

    public RepositoryWatch(WorkspaceName workspace) {
        this.workspace = workspace;
    }

    /** What needs the repository; must be harmless to repeat. */
    public interface Step<T> {
        T take() throws IOException, InterruptedException;
    }

    /** Why the repository cannot be used at the moment, as far as somebody tried; empty if it can. */
    public Optional<String> trouble() {
        return obstacle.or(() -> away);
    }

    /** Why the probe says that patches cannot take effect; empty if they can, and as long as it has not looked. */
    public Optional<String> obstacle() {
        return obstacle;
    }

    /**
     * Takes the step, as often as it takes until the repository is there.
     *
     * @throws io.patchline.executor.process.StepEndedException if the run is cancelled first
     * @throws InterruptedException if the executor ends first
     */
    public <T> T await(Cancellation cancellation, Step<T> step) throws IOException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                T result = step.take();
                back();
                return result;
            } catch (RepositoryAwayException e) {
                away(String.valueOf(e.getMessage()));
            }
            pause(cancellation, pause);
            pause = longer(pause);
        }
    }

    /**
     * Returns when patches can take effect, as far as the probe knows; at once, where none is made.
     *
     * @throws io.patchline.executor.process.StepEndedException if the run is cancelled first
     * @throws InterruptedException if the executor ends first
     */
    public void awaitUsable(Cancellation cancellation) throws InterruptedException {
        long began = System.nanoTime();
        while (firstLook.getCount() > 0 && System.nanoTime() - began < LONGEST_WAIT_FOR_PROBE.toNanos()) {
            boolean looked = firstLook.await(100, TimeUnit.MILLISECONDS);
            if (!looked) {
                pause(cancellation, Duration.ZERO);
            }
        }
        while (obstacle.isPresent()) {
            pause(cancellation, FIRST_PAUSE);
        }
    }

    private static void pause(Cancellation cancellation, Duration pause) throws InterruptedException {
        if (cancellation.reason().equals(Optional.of(Cancellation.Reason.SHUTDOWN))) {
            throw new InterruptedException("the executor ends while the repository cannot be used");
        }
        Deadline.after(pause.plusDays(1), cancellation).pause(pause);
    }

    static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** A probe will look: runs that begin before it has wait for it a little. */
    void expectLook() {
        firstLook = new CountDownLatch(1);
    }

    /** What the probe saw: why no patch can take effect, or that one can. */
    void looked(Optional<String> why) {
        if (why.isPresent() && !obstacle.equals(why)) {
            LOG.atError()
                    .addKeyValue("workspace", workspace)
                    .addKeyValue("cause", why.get())
                    .log("No patch can take effect in the repository; its patches wait");
        }
        if (why.isEmpty() && obstacle.isPresent()) {
            LOG.atInfo().addKeyValue("workspace", workspace).log("Patches can take effect in the repository again");
        }
        obstacle = why;
        if (why.isEmpty()) {
            away = Optional.empty();
        }
        firstLook.countDown();
    }

    /**
     * A push was refused, or not answered.
     *
     * @param onlyPushesTell whether what can be seen without a push would not tell what is wrong
     */
    public void pushFailed(boolean onlyPushesTell) {
        if (onlyPushesTell) {
            pushDoubtful = true;
        }
        reasonsToLook.release();
    }

    /** Whether the next look is to push, whatever it sees; asked once. */
    boolean takeDoubt() {
        boolean doubtful = pushDoubtful;
        pushDoubtful = false;
        return doubtful;
    }

    /** Waits until there is a reason to look again. */
    void awaitReasonToLook() throws InterruptedException {
        reasonsToLook.acquire();
        int unused = reasonsToLook.drainPermits();
    }

    private void away(String why) {
        if (!away.equals(Optional.of(why))) {
            LOG.atError()
                    .addKeyValue("workspace", workspace)
                    .addKeyValue("cause", why)
                    .log("The repository cannot be used; its patches wait");
        }
        away = Optional.of(why);
        reasonsToLook.release();
    }

    private void back() {
        if (away.isPresent()) {
            LOG.atInfo().addKeyValue("workspace", workspace).log("The repository can be used again");
        }
        away = Optional.empty();
    }
}
