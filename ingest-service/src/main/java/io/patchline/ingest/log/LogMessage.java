package io.patchline.ingest.log;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.message.PatchMessage;
import io.patchline.patch.PatchId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A message of the log.
 *
 * @param offset its place in the log
 * @param type the {@code type} property, empty where there is none
 * @param id the message id, empty where there is none
 */
public record LogMessage(long offset, String type, String id, Map<String, Object> headers, byte[] body) {
    /** The header in which a stream queue tells the place. */
    private static final String OFFSET = "x-stream-offset";

    public static LogMessage of(BasicProperties properties, byte[] body) {
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        return of(
                Optional.ofNullable(properties.getType()),
                Optional.ofNullable(properties.getMessageId()),
                headers,
                body);
    }

    /**
     * @throws IllegalArgumentException if the headers hold no place in a stream
     */
    public static LogMessage of(Optional<String> type, Optional<String> id, Map<String, Object> headers, byte[] body) {
        if (headers.get(OFFSET) instanceof Number offset) {
            return new LogMessage(offset.longValue(), type.orElse(""), id.orElse(""), headers, body);
        }
        throw new IllegalArgumentException("a message without " + OFFSET + " is not from a stream");
    }

    /** Whether this is the message of that patch. */
    public boolean isOf(PatchId patch) {
        return type.equals(PatchMessage.TYPE) && patch.value().equals(String.valueOf(headers.get(PatchMessage.PATCH)));
    }

    /** Whether this is the same message as another. */
    boolean isSame(LogMessage other) {
        return offset == other.offset
                && type.equals(other.type)
                && id.equals(other.id)
                && Arrays.equals(body, other.body);
    }
}
