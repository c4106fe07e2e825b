package io.patchline.executor.git.program;

import java.io.IOException;

/** Git could not do what it always can in a repository of the executor's own: the disk is full, or what is there is broken. */
public final class GitFailedException extends IOException {
    private static final long serialVersionUID = 1;

    public GitFailedException(String message) {
        super(message);
    }

    /** Whether it passes when somebody makes room. */
    public boolean isOfFullDisk() {
        String message = String.valueOf(getMessage());
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }
}
