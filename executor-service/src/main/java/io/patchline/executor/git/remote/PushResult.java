package io.patchline.executor.git.remote;

/** What came of a push. */
public sealed interface PushResult {

    /** The branches are as they were to be. */
    record Done() implements PushResult {}

    /** A branch was not at what was expected: nothing was changed. */
    record Moved() implements PushResult {}

    /**
     * The branches are at what was expected, and the repository did not take the push.
     *
     * @param why what it said
     */
    record Refused(String why) implements PushResult {}
}
