package io.patchline.executor.process;

import java.nio.file.Path;
import java.util.List;

/**
 * A process to be started, with an empty environment.
 *
 * @param commandLine the program and its arguments
 * @param directory where it starts
 */
public record Launch(List<String> commandLine, Path directory) {
    public Launch {
        commandLine = List.copyOf(commandLine);
    }
}
