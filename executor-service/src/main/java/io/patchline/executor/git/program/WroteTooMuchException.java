package io.patchline.executor.git.program;

import java.io.IOException;

/** A program was ended because it wrote more than it may. What it wrote is still there. */
public final class WroteTooMuchException extends IOException {
    private static final long serialVersionUID = 1;

    WroteTooMuchException(String message) {
        super(message);
    }
}
