package io.patchline.executor.spawn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A process that has started once what is the same each time, and forks it on request, so that nobody waits for that again. What it forks becomes a child of this process (CLONE_PARENT), as if it had been started from here: how it ends is known from
 * the kernel, and it goes on when the server ends.
 *
 * <p>A request is a message over a pair of sockets that nobody else can open: the directory and the words, each with a zero at its end, and the three standard streams beside it (SCM_RIGHTS). What was forked says its number, on a line of its standard
 * error, before anything else; the server says an error there.
 */
final class ForkServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ForkServer.class);

    /** What tells the program to be one. */
    private static final String ROLE = "fork-server";

    /** It takes a millisecond. One that somebody has stopped (SIGSTOP) never answers. */
    private static final Duration LONGEST_FORK = Duration.ofSeconds(5);

    private static final Duration LONGEST_DEATH = Duration.ofSeconds(5);
    private static final int LONGEST_ERROR = 4096;

    private final SpawnedProcess process;
    private final int socket;
    private final ExitWatch exits;
    private boolean closed;

    private ForkServer(SpawnedProcess process, int socket, ExitWatch exits) {
        this.process = process;
        this.socket = socket;
        this.exits = exits;
    }

    /** It has ended, or does not answer and was ended; nothing of the request has happened or will. */
    static final class GoneException extends IOException {
        private static final long serialVersionUID = 1;

        GoneException(String message) {
            super(message);
        }
    }

    /** @param program the program and its arguments */
    static ForkServer start(List<String> program, ExitWatch exits) throws IOException {
        List<String> line = Stream.concat(program.stream(), Stream.of(ROLE)).toList();
        SystemCalls.Pair sockets = SystemCalls.socketPair();
        try (ChildPipes pipes = ChildPipes.open()) {
            ChildPipes.Streams streams = pipes.streams();
            try {
                int error = pipes.childEnds().get(2);
                int pid = PosixSpawn.spawn(line, Path.of("/"), List.of(sockets.second(), error, error));
                return new ForkServer(SpawnedProcess.of(pid, streams, exits), sockets.first(), exits);
            } catch (IOException | RuntimeException | Error e) {
                streams.close();
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            SystemCalls.close(sockets.first());
            throw e;
        } finally {
            SystemCalls.close(sockets.second());
        }
    }

    /**
     * Forks a process that goes on with these words.
     *
     * @throws GoneException if the server has gone
     * @throws IOException if it could not fork
     */
    Process fork(List<String> words, Path directory) throws IOException {
        try (ChildPipes pipes = ChildPipes.open()) {
            ChildPipes.Streams streams = pipes.streams();
            try {
                send(directory, words, pipes);
                return SpawnedProcess.of(number(pipes.error()), streams, exits);
            } catch (IOException | RuntimeException | Error e) {
                streams.close();
                throw e;
            }
        }
    }

    private void send(Path directory, List<String> words, ChildPipes pipes) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (String word :
                (Iterable<String>) Stream.concat(Stream.of(directory.toString()), words.stream())::iterator) {
            request.writeBytes(word.getBytes(UTF_8));
            request.write(0);
        }
        try {
            Message.send(socket, request.toByteArray(), pipes.childEnds());
        } catch (IOException e) {
            throw gone(String.valueOf(e.getMessage()));
        }
        pipes.closeChildEnds();
    }

    /** What it says besides is an error. */
    private int number(int error) throws IOException {
        Optional<String> said = lineWithin(LONGEST_FORK, error);
        if (said.isEmpty()) {
            end();
            said = lineWithin(LONGEST_DEATH, error);
        }
        String line = said.orElseThrow(() -> gone("it did not answer within " + LONGEST_FORK));
        if (line.isEmpty()) {
            throw gone("it ended without an answer");
        }
        try {
            return Integer.parseInt(line);
        } catch (NumberFormatException e) {
            throw new IOException(line, e);
        }
    }

    /** Up to its end or that of the stream; absent if nothing comes in the time. */
    private static Optional<String> lineWithin(Duration longest, int error) throws IOException {
        if (!SystemCalls.isReadableWithin(longest, error)) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = SystemCalls.read(error); b >= 0 && b != '\n'; b = SystemCalls.read(error)) {
            line.write(b);
        }
        return Optional.of(line.toString(UTF_8));
    }

    private GoneException gone(String what) {
        String said = what;
        try {
            end();
            if (!process.isAlive()) {
                said += ", exit code " + process.exitValue() + "\n" + lastWords();
            }
        } catch (IllegalStateException e) {
            LOG.error("How the fork server ended is not known", e);
        } finally {
            close();
        }
        return new GoneException(said.strip());
    }

    /** What is there, and not until its end: what it has forked may still hold the stream. */
    private String lastWords() {
        try {
            InputStream error = process.getErrorStream();
            return new String(error.readNBytes(Math.min(LONGEST_ERROR, error.available())), UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private void end() {
        process.destroyForcibly();
        try {
            Process unused = process.onExit()
                    .orTimeout(LONGEST_DEATH.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.errorf("process %d has been killed but does not end: it is stuck in the kernel", process.pid());
        }
    }

    /** Ends the server, and nothing that it has forked. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        end();
        try {
            SystemCalls.close(socket);
            process.closeStreams();
        } catch (IOException e) {
            LOG.debug("what was shared with a process that has ended could not be closed", e);
        }
    }
}
