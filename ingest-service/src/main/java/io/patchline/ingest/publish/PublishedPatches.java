package io.patchline.ingest.publish;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.message.PatchMessage;
import io.patchline.patch.PatchId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The patches that this service has published and not yet read back from the log: the reader of the log takes them from here, where it would else decode
 * the same bytes again. At most {@value #MOST} of at most {@value #MOST_BYTES} bytes together; of those that go first, the log is read as any other's.
 * Safe for use by several threads.
 */
public final class PublishedPatches {
    static final int MOST = 2_000;
    static final long MOST_BYTES = 8 << 20;

    /** In which the log tells the place of a message. */
    private static final String OFFSET = "x-stream-offset";

    private final LinkedHashMap<PatchId, Published> published = new LinkedHashMap<>();
    private long bytes;

    private record Published(PatchMessage message, Map<String, Object> headers) {}

    /** The message is about to be published with these properties. */
    synchronized void add(PatchMessage message, BasicProperties properties) {
        forget(message.patch().id());
        published.put(message.patch().id(), new Published(message, properties.getHeaders()));
        bytes += message.body().length;
        while (published.size() > MOST || bytes > MOST_BYTES) {
            forget(published.firstEntry().getKey());
        }
    }

    /** The message was not confirmed. If it is in the log all the same, it is decoded there. */
    synchronized void remove(PatchMessage message) {
        if (isLast(message)) {
            forget(message.patch().id());
        }
    }

    /** The message that was published with these very headers and bytes, once; empty for any other, also under the same id. */
    public synchronized Optional<PatchMessage> take(Map<String, Object> headers, byte[] body) {
        return Optional.ofNullable(headers.get(PatchMessage.PATCH))
                .flatMap(id -> PatchId.parse(id.toString()))
                .map(published::get)
                .filter(own -> Arrays.equals(own.message().body(), body) && isSame(own.headers(), headers))
                .map(Published::message)
                .map(own -> {
                    forget(own.patch().id());
                    return own;
                });
    }

    /** How many wait to be read back. */
    synchronized int size() {
        return published.size();
    }

    private boolean isLast(PatchMessage message) {
        Published last = published.get(message.patch().id());
        return last != null && last.message().equals(message);
    }

    private void forget(PatchId id) {
        Published gone = published.remove(id);
        if (gone != null) {
            bytes -= gone.message().body().length;
        }
    }

    /** AMQP gives texts in a type of its own back. */
    private static boolean isSame(Map<String, Object> sent, Map<String, Object> read) {
        return read.size() == sent.size() + 1
                && read.containsKey(OFFSET)
                && sent.entrySet().stream()
                        .allMatch(header ->
                                header.getValue().toString().equals(String.valueOf(read.get(header.getKey()))));
    }
}
