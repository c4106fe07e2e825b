package io.patchline.executor.diff;

/**
 * How much work the actions of a patch may make of a few bytes: lines compared, characters searched, steps of an expression. Asked in the loops, so that it also ends them
 * when the patch is cancelled or its time is over.
 */
public interface WorkLimit {
    /** For whoever knows that little is asked. */
    WorkLimit NONE = steps -> {};

    /**
     * Takes so many steps, of about a nanosecond each, off what is left.
     *
     * @throws EditRefusedException if nothing is left
     */
    void spend(long steps) throws EditRefusedException;
}
