package io.patchline.executor.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.output.OutputCapture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * Reads what a process writes, on a thread of its own: first its READY line, or the error that it prints instead; then, after {@code go}, its BEGUN line or an error;
 * then the command's output. Reads on past the limit, without keeping any of it, so that nothing waits for a full pipe while the command is ended. At last what the
 * process that started the command says, which is short.
 */
final class OutputPump implements Runnable {
    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_ERROR = 4096;

    private final InputStream stream;
    private final InputStream control;
    private final long limit;
    private final CompletableFuture<OutputCapture> destination = new CompletableFuture<>();
    private final CompletableFuture<Handshake> ready = new CompletableFuture<>();
    private final CompletableFuture<Handshake> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> overLimit = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile String said = "";

    /** What it said at a point where it must say a mark. */
    sealed interface Handshake {
        /** The mark. */
        record Mark() implements Handshake {}

        /** It printed this and closed its output. */
        record Broken(String error) implements Handshake {}
    }

    /**
     * @param control what the process that starts the command writes to
     * @param limit how many bytes the command may write
     */
    OutputPump(InputStream stream, InputStream control, long limit) {
        this.stream = stream;
        this.control = control;
        this.limit = limit;
    }

    /** Where the command's output goes; to be said before {@code go}. */
    void to(OutputCapture capture) {
        destination.complete(capture);
    }

    /** There will be no command: whatever is written is nobody's. */
    void toNobody() {
        destination.cancel(false);
    }

    /** Completes with the READY line or the error in its place. */
    CompletableFuture<Handshake> ready() {
        return ready;
    }

    /** Completes with the BEGUN line or what was in its place; at the latest with {@link #ended()}. */
    CompletableFuture<Handshake> begun() {
        return begun;
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
            if (isMark(ready) && isMark(begun)) {
                pump(destination.join());
                said = readControl();
            }
            begun.complete(new Handshake.Broken("it was never ready"));
            ended.complete(null);
        } catch (IOException | RuntimeException | Error e) {
            Handshake.Broken broken = new Handshake.Broken("its output could not be read: " + e);
            ready.complete(broken);
            begun.complete(broken);
            ended.completeExceptionally(e);
        }
    }

    private boolean isMark(CompletableFuture<Handshake> expected) throws IOException {
        Handshake handshake = readHandshake();
        expected.complete(handshake);
        return handshake instanceof Handshake.Mark;
    }

    /** Up to a line that is the mark. What stands before is a warning, such as that of bash about a locale that is not there: nothing of the command has been able to write yet. */
    private Handshake readHandshake() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean lineBegins = true;
        boolean mark = false;
        for (int b = stream.read(); b >= 0; b = stream.read()) {
            if (mark && b == '\n') {
                return new Handshake.Mark();
            }
            mark = lineBegins && b == LaunchScript.MARK;
            lineBegins = b == '\n';
            if (!mark && said.size() < LONGEST_ERROR) {
                said.write(b);
            }
        }
        String error = (said.toString(UTF_8).strip() + "\n" + readControl()).strip();
        return new Handshake.Broken(error.isEmpty() ? "it ended without a word" : error);
    }

    private String readControl() throws IOException {
        return new String(control.readNBytes(LONGEST_ERROR), UTF_8).strip();
    }

    private void pump(OutputCapture capture) throws IOException {
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
