package io.patchline.executor.spawn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** By posix_spawn(3), and by fork servers. Used by one thread, which is the parent of all that is started. */
public final class PosixSpawner implements Spawner {
    private static final Logger LOG = Logger.getLogger(PosixSpawner.class);

    private Optional<ExitWatch> exits = Optional.empty();
    private final Map<List<String>, ForkServer> servers = new HashMap<>();

    @Override
    public Process start(List<String> line, Path directory) throws IOException {
        refuseZeros(line, directory);
        try (ChildPipes pipes = ChildPipes.open()) {
            ChildPipes.Streams streams = pipes.streams();
            try {
                return SpawnedProcess.of(PosixSpawn.spawn(line, directory, pipes.childEnds()), streams, exits());
            } catch (IOException | RuntimeException | Error e) {
                streams.close();
                throw e;
            }
        }
    }

    /** Where the server is gone, whoever has ended it, another is started: nothing runs before it has been told to. */
    @Override
    public Process start(List<String> server, List<String> line, Path directory) throws IOException {
        refuseZeros(line, directory);
        ForkServer known = servers.get(server);
        if (known != null) {
            try {
                return known.fork(line, directory);
            } catch (ForkServer.GoneException e) {
                servers.remove(server);
                LOG.warnf(
                        "The process that forks what launches commands is gone: %s. Another is started",
                        e.getMessage());
            }
        }
        ForkServer fresh = ForkServer.start(server, exits());
        try {
            Process process = fresh.fork(line, directory);
            servers.put(server, fresh);
            return process;
        } catch (IOException | RuntimeException | Error e) {
            fresh.close();
            throw e;
        }
    }

    private ExitWatch exits() throws IOException {
        if (exits.isEmpty()) {
            exits = Optional.of(new ExitWatch());
        }
        return exits.get();
    }

    /** The end of a word for the system. */
    private static void refuseZeros(List<String> line, Path directory) throws IOException {
        for (String word : line) {
            if (word.indexOf('\0') >= 0) {
                throw new IOException("Cannot run program \"%s\" (in directory \"%s\"): a zero byte in a word"
                        .formatted(line.getFirst(), directory));
            }
        }
    }

    @Override
    public void close() {
        servers.values().forEach(ForkServer::close);
        servers.clear();
        exits.ifPresent(ExitWatch::close);
    }
}
