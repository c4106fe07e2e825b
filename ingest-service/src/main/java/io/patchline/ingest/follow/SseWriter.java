package io.patchline.ingest.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Writes server-sent events. What is written is with the client's connection when {@link #flush} returns: a slow client holds up its own thread and nothing else. (Source: the HTML standard, 9.2.) */
final class SseWriter {
    /** What is written before the client has what was written before, in bytes: the stream below would keep far more. */
    private static final int AHEAD = 16 * 1024;

    private final OutputStream out;
    private final BooleanSupplier gone;
    private int unflushed;

    /**
     * @param gone whether the client's connection is closed: what is written to that is dropped without an error
     */
    SseWriter(OutputStream out, BooleanSupplier gone) {
        this.out = out;
        this.gone = gone;
    }

    /**
     * An event.
     *
     * @param data text on one line, such as JSON
     */
    void event(String id, String name, byte[] data) throws IOException {
        text("id: " + id + "\nevent: " + name + "\ndata: ");
        for (int from = 0; from < data.length; from += AHEAD) {
            int length = Math.min(AHEAD, data.length - from);
            out.write(data, from, length);
            unflushed += length;
            if (unflushed >= AHEAD) {
                flush();
            }
        }
        text("\n\n");
    }

    /** Writes the client its place without an event. */
    void place(String id) throws IOException {
        text("id: " + id + "\n\n");
    }

    /** Writes the client when to come back after a lost connection. */
    void retry(Duration pause) throws IOException {
        text("retry: " + pause.toMillis() + "\n\n");
    }

    /** Keeps the connection open, and finds out whether it is. */
    void heartbeat() throws IOException {
        text(":\n\n");
    }

    /**
     * @throws IOException when the client has gone
     */
    void flush() throws IOException {
        if (gone.getAsBoolean()) {
            throw new IOException("the connection is closed");
        }
        out.flush();
        unflushed = 0;
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
