package io.patchline.executor.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.output.OutputCapture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * Reads what a process writes, on a thread of its own: first its READY line, or the error that it prints instead, then the command's
 * output. Reads on past the limit, without keeping any of it, so that nothing waits for a full pipe while the command is ended. At last what the process that
 * started the command says, which is short.
 */
final class OutputPump implements Runnable {
    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_ERROR = 4096;

    private final InputStream stream;
    private final InputStream control;
    private final OutputCapture capture;
    private final long limit;
    private final CompletableFuture<Handshake> handshake = new CompletableFuture<>();
    private final CompletableFuture<Void> overLimit = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile String said = "";

    /** How the launch went. */
    sealed interface Handshake {
        /** The command waits for {@code go}. */
        record Ready() implements Handshake {}

        /** It printed this and closed its output. */
        record Broken(String error) implements Handshake {}
    }

    /** @param control what the process that starts the command writes to */
    OutputPump(InputStream stream, InputStream control, OutputCapture capture, long limit) {
        this.stream = stream;
        this.control = control;
        this.capture = capture;
        this.limit = limit;
    }

    /** Completes with the READY line or the error in its place. */
    CompletableFuture<Handshake> handshake() {
        return handshake;
    }

    /** Completes when more than the limit was written. */
    CompletableFuture<Void> overLimit() {
        return overLimit;
    }

    /** Completes when everybody has closed the output, exceptionally if it could not be read or taken in. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** What the process that started the command said besides, once {@link #ended()} is complete; empty before. */
    String said() {
        return said;
    }

    @Override
    public void run() {
        try {
            Handshake outcome = readHandshake();
            handshake.complete(outcome);
            if (outcome instanceof Handshake.Ready) {
                pump();
                said = readControl();
            }
            ended.complete(null);
        } catch (IOException | RuntimeException | Error e) {
            handshake.complete(new Handshake.Broken("its output could not be read: " + e));
            ended.completeExceptionally(e);
        }
    }

    private Handshake readHandshake() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int first = stream.read();
        boolean ready = first == LaunchScript.MARK;
        for (int b = ready ? stream.read() : first; b >= 0; b = stream.read()) {
            if (ready && b == '\n') {
                return new Handshake.Ready();
            }
            if (line.size() < LONGEST_ERROR) {
                line.write(b);
            }
        }
        return new Handshake.Broken((line.toString(UTF_8).strip() + "\n" + readControl()).strip());
    }

    private String readControl() throws IOException {
        return new String(control.readNBytes(LONGEST_ERROR), UTF_8).strip();
    }

    private void pump() throws IOException {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            int room = Math.clamp(limit - total, 0, n);
            capture.write(buffer, room);
            total += n;
            if (total > limit) {
                overLimit.complete(null);
            }
        }
    }
}
