package io.patchline.executor.actions;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.process.Cancellation;
import java.nio.file.Path;

/**
 * What one attempt has for itself.
 *
 * @param number its number, from 1
 * @param scratch a directory of its own, outside the workspace
 * @param journals the run's directory for the journals of its file changes
 * @param live hears what its commands write
 * @param cancellation ends it early
 */
public record AttemptContext(int number, Path scratch, Path journals, LiveCommands live, Cancellation cancellation) {

    /** The same, and tells before a command begins. */
    public AttemptContext reporting(Runnable begins) {
        LiveCommands reported = action -> {
            begins.run();
            return live.of(action);
        };
        return new AttemptContext(number, scratch, journals, reported, cancellation);
    }

    /** Who hears what the commands of an attempt write. */
    @FunctionalInterface
    public interface LiveCommands {
        /**
         * The listener of one command.
         *
         * @param action the index of its action in the patch
         */
        OutputListener of(int action);
    }
}
