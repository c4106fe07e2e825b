package io.patchline.executor.spawn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A way to start processes. Each begins with an empty environment, with no descriptor but its standard streams, which are pipes, and is a child of the thread that started it: what asks the kernel to be
 * told of its parent's death (PR_SET_PDEATHSIG) is told when that <em>thread</em> ends. Whoever gets a process reads its output and closes its streams; it is reaped by itself.
 */
public interface Spawner extends AutoCloseable {

    /**
     * Starts a program.
     *
     * @param line the program, by its path, and its arguments
     * @throws IOException if it cannot be started, with a message that says why
     */
    Process start(List<String> line, Path directory) throws IOException;

    /**
     * Starts a program that a server may hold ready: a process which was started with the server's words, and forks what then goes on with the words of the line. As if both were one line.
     *
     * @param server the program and the arguments that are the same each time
     */
    Process start(List<String> server, List<String> line, Path directory) throws IOException;

    /** Starts nothing from now on. What was started runs on, and is still reaped. */
    @Override
    void close();
}
