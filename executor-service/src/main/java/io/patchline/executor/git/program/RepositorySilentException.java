package io.patchline.executor.git.program;

/** The repository did not answer within the time that it has: it may be doing all the same what it was asked for. */
public final class RepositorySilentException extends RepositoryAwayException {
    private static final long serialVersionUID = 1;

    /** @param message what was waited for, and what mends it */
    public RepositorySilentException(String message) {
        super(message);
    }
}
