package io.patchline.cli.http;

import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import java.time.Duration;

/** A pause before something is asked again. */
public final class Pause {
    private Pause() {}

    /**
     * Returns after this time.
     *
     * @throws CommandException if the command is interrupted
     */
    public static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.OTHER, "interrupted", "Interrupted.");
        }
    }
}
