package io.patchline.executor.spawn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** By {@link ProcessBuilder}: where {@link PosixSpawner} cannot be used. */
public final class JdkSpawner implements Spawner {
    @Override
    public Process start(List<String> line, Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().clear();
        Process process = builder.start();
        OutputPipe.openToAll(process);
        return process;
    }

    /** Without a server: a start of the whole line each time. */
    @Override
    public Process start(List<String> server, List<String> line, Path directory) throws IOException {
        return start(Stream.concat(server.stream(), line.stream()).toList(), directory);
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
