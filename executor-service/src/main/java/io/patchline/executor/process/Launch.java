package io.patchline.executor.process;

import java.nio.file.Path;
import java.util.List;

/**
 * A process to be started, with an empty environment. It writes what the command writes to its standard output; its standard error is for what starts the
 * command: an error of its own, and the names of the processes that it ended with the command, one a line.
 *
 * @param server the words that are the same each time, of a program that may be held ready and forked (see {@link io.patchline.executor.spawn.Spawner}); empty: none
 * @param commandLine the program and its arguments; or what comes after the server's words
 * @param directory where it starts
 * @param taken the files and directories that it takes as they are when it starts, and goes on with if others are put in their place
 */
public record Launch(List<String> server, List<String> commandLine, Path directory, List<Path> taken) {
    public Launch {
        server = List.copyOf(server);
        commandLine = List.copyOf(commandLine);
        taken = List.copyOf(taken);
    }

    /** A program that is started each time. */
    public Launch(List<String> commandLine, Path directory, List<Path> taken) {
        this(List.of(), commandLine, directory, taken);
    }
}
