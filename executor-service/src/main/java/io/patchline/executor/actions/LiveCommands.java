package io.patchline.executor.actions;

import io.patchline.executor.output.OutputListener;

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
