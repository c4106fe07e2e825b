package io.patchline.executor.git.program;

/** None of several pushes of a run was answered within its time. Unchecked: it ends the run, whatever it is doing, and whoever began that looks what has become of it. */
public final class PushUnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param why what the last of them waited for */
    public PushUnansweredException(String why) {
        super("none of " + RunLimits.MOST_UNANSWERED + " pushes in a row was answered: " + why, null, false, false);
    }
}
