package io.patchline.executor.process;

import java.nio.file.Path;
import java.util.List;

/**
 * A process to be started, with an empty environment. It writes what the command writes to its standard output; its standard error is for what starts the
 * command: an error of its own, and the names of the processes that it ended with the command, one a line.
 *
 * @param commandLine the program and its arguments
 * @param directory where it starts
 */
public record Launch(List<String> commandLine, Path directory) {
    public Launch {
        commandLine = List.copyOf(commandLine);
    }
}
