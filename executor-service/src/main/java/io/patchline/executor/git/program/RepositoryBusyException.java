package io.patchline.executor.git.program;

/** Somebody else was at the same ref: it can be had in a moment. */
public final class RepositoryBusyException extends RepositoryAwayException {
    private static final long serialVersionUID = 1;

    /** @param message what git says */
    public RepositoryBusyException(String message) {
        super(message);
    }
}
