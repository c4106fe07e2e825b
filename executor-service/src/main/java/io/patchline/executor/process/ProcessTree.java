package io.patchline.executor.process;

/** Everything that a command started and that can be reached. */
public interface ProcessTree {
    /** Asks all of it to end: SIGTERM. */
    void terminate();

    /** Ends all of it: SIGKILL. Does not wait. */
    void kill();

    /**
     * Sees to it that nothing outlives the command's first process, which has ended, and waits for that.
     *
     * @return whether the command ended because it used more memory than it may; false where nobody counts that
     */
    boolean reap();
}
