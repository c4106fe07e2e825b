package io.patchline.ingest.log;

import java.io.IOException;

/** The log does not hold this any more, and never will: retention has removed it, or the log was deleted and is another one. */
public final class NotInLogException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param message says which, for a person
     */
    public NotInLogException(String message) {
        super(message);
    }
}
