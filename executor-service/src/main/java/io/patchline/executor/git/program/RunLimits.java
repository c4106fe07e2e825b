package io.patchline.executor.git.program;

import io.patchline.executor.process.Cancellation;
import java.time.Duration;

/**
 * What bounds the work of one run with git, in whichever place: who may end it, how long each call may take, and how many of its pushes may go unanswered. Nobody ends what comes after a push was
 * begun, until it is known whether that took effect. Not for several threads at once, but for calls that run side by side.
 */
public final class RunLimits implements CallLimits {
    /** So many pushes, each for as long as a push may take, are not answered before the run ends. */
    public static final int MOST_UNANSWERED = 3;

    /** A command may have a second; git needs more for what it left. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    private final Duration callTimeout;
    private final Cancellation cancellation;
    private final boolean ends;
    private Cancellation heeded;
    private Duration longest;
    private boolean known = true;
    private int unanswered;

    private RunLimits(Duration callTimeout, Cancellation cancellation, boolean ends) {
        this.callTimeout = callTimeout;
        this.cancellation = cancellation;
        this.ends = ends;
        this.heeded = cancellation;
        this.longest = callTimeout;
    }

    /**
     * Of a run that somebody may cancel.
     *
     * @param callTimeout how long each call on the executor's own disk may take
     */
    public static RunLimits of(Duration callTimeout, Cancellation cancellation) {
        return new RunLimits(callTimeout, cancellation, true);
    }

    /** Of what must become known, whoever waits for it. */
    public static RunLimits ofLooking(Duration callTimeout) {
        return new RunLimits(callTimeout, new Cancellation(), false);
    }

    @Override
    public Duration longest() {
        return longest;
    }

    @Override
    public Cancellation heeded() {
        return heeded;
    }

    /** The run is at its begin: nothing of it has had an effect. */
    public void begins() {
        known = true;
        heeded = cancellation;
        longest = callTimeout;
    }

    /** The actions are done. What they left may take git as long as each of them could; an executor that ends still brings it to the branch. */
    public void actionsDone(Duration timeout) {
        heeded = cancellation.ofRequests();
        Duration atLeast = timeout.compareTo(LEAST) < 0 ? LEAST : timeout;
        longest = atLeast.compareTo(callTimeout) < 0 ? atLeast : callTimeout;
    }

    /** From now on it is not known whether the run has had its effect. */
    public void pushBegins() {
        known = false;
        heeded = new Cancellation();
    }

    /** It was looked, and nothing of the run is on the branch. */
    public void hasNoEffect() {
        known = true;
        heeded = cancellation.ofRequests();
    }

    /** Whether the run may be ended where it is: otherwise it must be looked first what has become of it. */
    public boolean mayEnd() {
        return ends && known;
    }

    /** A push was answered. */
    public void answered() {
        unanswered = 0;
    }

    /** A push was not answered within its time. Returns whether there must not be another. */
    public boolean isLastUnanswered() {
        return ++unanswered >= MOST_UNANSWERED;
    }
}
