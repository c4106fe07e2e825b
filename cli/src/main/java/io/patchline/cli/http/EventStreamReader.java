package io.patchline.cli.http;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events from one connection (HTML standard, 9.2.6). Not thread-safe, but for {@link #close}. */
final class EventStreamReader implements Closeable {
    private final InputStream body;
    private final BufferedReader lines;
    private final Runnable alive;
    private String lastId = "";

    /**
     * @param alive called for each line that comes, heartbeats included
     */
    EventStreamReader(InputStream body, Runnable alive) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.alive = alive;
    }

    /** The next event, bare ids included; empty when the stream has ended. An event that the end cuts off does not count. */
    Optional<ServerSentEvent> next() throws IOException {
        String name = "";
        String id = null;
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (data.isEmpty() && id == null) {
                    name = "";
                    continue;
                }
                lastId = id == null ? lastId : id;
                return Optional.of(
                        new ServerSentEvent(lastId, name.isEmpty() ? "message" : name, withoutLastNewline(data)));
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> data.append(value).append('\n');
                default -> {
                    // Comments, retry, and what later versions add.
                }
            }
        }
        return Optional.empty();
    }

    private @Nullable String line() throws IOException {
        String line = lines.readLine();
        alive.run();
        return line;
    }

    private static String withoutLastNewline(StringBuilder data) {
        return data.isEmpty() ? "" : data.substring(0, data.length() - 1);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
