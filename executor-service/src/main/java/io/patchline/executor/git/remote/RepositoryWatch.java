package io.patchline.executor.git.remote;

import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.patch.WorkspaceName;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of a workspace's repository, from runs and from the probe, and a run's waiting for one that is away. Safe for use by several threads. */
public final class RepositoryWatch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryWatch.class);

    private final WorkspaceName workspace;

    /** Why the probe says that no patch can take effect. */
    private Optional<String> found = Optional.empty();

    /** Why the probe could not see that. */
    private Optional<String> unseen = Optional.empty();

    /** Why runs wait, the longest first. */
    private final Map<Object, String> waiting = new LinkedHashMap<>();

    private Optional<String> reported = Optional.empty();
    private long acceptedPushes;
    private final Semaphore reasonsToLook = new Semaphore(0);
    private final AtomicBoolean pushDoubtful = new AtomicBoolean();

    public RepositoryWatch(WorkspaceName workspace) {
        this.workspace = workspace;
    }

    /** What needs the repository; must be harmless to repeat. */
    public interface Step<T> {
        T take() throws IOException, InterruptedException;
    }

    /** Why patches cannot take effect in the repository, as far as a run or the probe tried; empty if nothing is known against it. */
    public synchronized Optional<String> trouble() {
        return reported;
    }

    /**
     * Takes the step, as often as it takes until the repository is there.
     *
     * @throws io.patchline.executor.process.StepEndedException if the run is cancelled first
     * @throws InterruptedException if the executor ends first
     */
    public <T> T await(Cancellation cancellation, Step<T> step) throws IOException, InterruptedException {
        Object run = new Object();
        try {
            Duration pause = FIRST_PAUSE;
            while (true) {
                try {
                    T result = step.take();
                    seen();
                    return result;
                } catch (RepositoryAwayException e) {
                    waits(run, String.valueOf(e.getMessage()));
                }
                pause(cancellation, pause);
                pause = longer(pause);
            }
        } finally {
            waitsNoMore(run);
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

    private synchronized void waits(Object run, String why) {
        String unused = waiting.put(run, why);
        report();
        reasonsToLook.release();
    }

    private synchronized void waitsNoMore(Object run) {
        if (waiting.remove(run) != null) {
            report();
        }
    }

    /** A run has reached the repository, whatever the probe could not. */
    private synchronized void seen() {
        unseen = Optional.empty();
        report();
    }

    /**
     * What the probe saw: why no patch can take effect, or that one can. Nothing, if a push was accepted while it looked.
     *
     * @param pushes how many had been accepted when it began
     */
    synchronized void looked(Optional<String> why, long pushes) {
        unseen = Optional.empty();
        found = pushes == acceptedPushes ? why : Optional.empty();
        report();
    }

    /** The probe could not see anything. */
    synchronized void lookedInVain(String why) {
        found = Optional.empty();
        unseen = Optional.of(why);
        report();
    }

    /** A run's push was accepted: whatever the probe found does not keep patches from taking effect. */
    public synchronized void pushAccepted() {
        acceptedPushes++;
        found = Optional.empty();
        unseen = Optional.empty();
        report();
    }

    synchronized long acceptedPushes() {
        return acceptedPushes;
    }

    private void report() {
        Optional<String> now =
                found.or(() -> unseen).or(() -> waiting.values().stream().findFirst());
        if (now.isPresent() && !now.equals(reported)) {
            LOG.atError()
                    .addKeyValue("workspace", workspace)
                    .addKeyValue("cause", now.get())
                    .log("Patches cannot take effect in the repository");
        } else if (now.isEmpty() && reported.isPresent()) {
            LOG.atInfo().addKeyValue("workspace", workspace).log("Nothing is known any more against the repository");
        }
        reported = now;
    }

    /**
     * A push was refused, or not answered.
     *
     * @param onlyPushesShow whether what can be seen without a push would not tell what is wrong
     */
    public void pushFailed(boolean onlyPushesShow) {
        if (onlyPushesShow) {
            pushDoubtful.set(true);
        }
        reasonsToLook.release();
    }

    /** Whether the look that begins now is to push, whatever it sees; asked once. */
    boolean takeDoubt() {
        int unused = reasonsToLook.drainPermits();
        return pushDoubtful.getAndSet(false);
    }

    /** Waits until there is a reason to look again. */
    void awaitReasonToLook() throws InterruptedException {
        reasonsToLook.acquire();
    }
}
