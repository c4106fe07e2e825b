package io.patchline.executor.git.program;

import java.io.IOException;

/** The repository could not be reached, or did not let the executor in: it may later. */
public class RepositoryAwayException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message what git says, and what mends it */
    public RepositoryAwayException(String message) {
        super(message);
    }
}
