package io.patchline.executor.report;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import io.patchline.trace.TraceParent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a message that somebody else published, so that they can be shown and do nothing: {@code expiration} would take the dead letter out of its queue,
 * {@code user_id} cost the publisher its channel, {@code CC} and {@code BCC} send it to other queues as well.
 */
record OriginalProperties(BasicProperties properties) {
    /** The header that holds them, a table: property names with {@code _}, and the headers under {@code headers}. */
    static final String HEADER = "patchline-original";

    /** All headers have to fit into one frame of 128 KiB together with ours. */
    private static final int MOST_BYTES = 32 << 10;

    private static final int LONGEST_OF_OURS = 2000;
    private static final String OURS = "patchline";

    /** The type, if it is one of ours. */
    Optional<String> type() {
        return Optional.ofNullable(properties.getType()).filter(type -> type.startsWith(OURS));
    }

    /** What may stay what it is: the headers that we write ourselves. With them, a message that a newer version wrote is whole when that reads it. */
    Map<String, Object> ours() {
        Map<String, Object> ours = new HashMap<>(headers());
        ours.entrySet().removeIf(header -> !isOurs(header.getKey(), header.getValue()));
        return ours;
    }

    /** All the others, as one table; where they are more than {@value #MOST_BYTES} bytes, that they are left out. */
    Map<String, Object> others() {
        Map<String, Object> others = new HashMap<>();
        put(others, "user_id", properties.getUserId());
        put(others, "expiration", properties.getExpiration());
        put(others, "message_id", properties.getMessageId());
        put(others, "content_type", properties.getContentType());
        put(others, "content_encoding", properties.getContentEncoding());
        put(others, "correlation_id", properties.getCorrelationId());
        put(others, "reply_to", properties.getReplyTo());
        put(others, "app_id", properties.getAppId());
        put(others, "priority", properties.getPriority());
        put(others, "delivery_mode", properties.getDeliveryMode());
        put(others, "timestamp", properties.getTimestamp());
        type().ifPresentOrElse(type -> {}, () -> put(others, "type", properties.getType()));
        Map<String, Object> headers = new HashMap<>(headers());
        headers.keySet().removeAll(ours().keySet());
        if (!headers.isEmpty()) {
            others.put("headers", headers);
        }
        return size(others) <= MOST_BYTES ? others : Map.of("left_out", "more than " + MOST_BYTES + " bytes");
    }

    private Map<String, Object> headers() {
        return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    }

    private static boolean isOurs(String name, Object value) {
        boolean named = !name.equals(HEADER) && (name.startsWith(OURS) || name.equals(TraceParent.HEADER));
        boolean simple = value instanceof Number
                || value instanceof Boolean
                || value instanceof CharSequence
                || value instanceof LongString;
        return named && simple && size(value) <= LONGEST_OF_OURS;
    }

    private static void put(Map<String, Object> table, String name, @Nullable Object value) {
        if (value != null) {
            table.put(name, value);
        }
    }

    /** In bytes, about: names, values, and some for each. */
    private static int size(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Map<?, ?> table ->
                table.entrySet().stream()
                        .mapToInt(entry -> 8 + size(String.valueOf(entry.getKey())) + size(entry.getValue()))
                        .sum();
            case List<?> list -> list.stream().mapToInt(item -> 8 + size(item)).sum();
            case byte[] bytes -> bytes.length;
            default -> value.toString().getBytes(StandardCharsets.UTF_8).length;
        };
    }
}
