package io.patchline.executor.process;

import java.nio.file.Path;
import java.util.List;

/**
 * A process to be started, with an empty environment. It writes what the command writes to its standard output; its standard error is for what starts the
 * command: an error of its own, and the names of the processes that it ended with the command, one a line.
 *
 * @param commandLine the program and its arguments
 * @param directory where it starts
 * @param taken the files and directories that it takes as they are when it starts, and goes on with if others are put in their place
 */
public record Launch(List<String> commandLine, Path directory, List<Path> taken) {
    public Launch {
        commandLine = List.copyOf(commandLine);
        taken = List.copyOf(taken);
    }
}
