package io.patchline.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.patchline.event.EventEnvelope;
import io.patchline.event.OutputPiece;
import io.patchline.patch.Patch;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Patches and events as bytes: JSON in UTF-8, the same bytes for the same value. A newer version reads what an older one wrote; a field
 * that this version does not know is an error, because it would otherwise be silently ignored. Numbers in a patch's metadata keep their
 * digits: they are never rounded to a double. Safe for use by several threads.
 */
public final class MessageCodec {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .build())
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private MessageCodec() {}

    /** The body of a patch's message. */
    public static byte[] write(Patch patch) {
        return bytes(patch);
    }

    /** The body of an event's message. */
    public static byte[] write(EventEnvelope event) {
        return bytes(event);
    }

    /** The body of a message with live output. */
    public static byte[] write(OutputPiece piece) {
        return bytes(piece);
    }

    /**
     * @throws UndecodableException if the bytes are no patch that this version can read
     */
    public static Patch readPatch(byte[] body) throws UndecodableException {
        return read(body, Patch.class);
    }

    /**
     * @throws UndecodableException if the bytes are no event that this version can read
     */
    public static EventEnvelope readEvent(byte[] body) throws UndecodableException {
        return read(body, EventEnvelope.class);
    }

    /**
     * @throws UndecodableException if the bytes are no piece of output that this version can read
     */
    public static OutputPiece readOutput(byte[] body) throws UndecodableException {
        return read(body, OutputPiece.class);
    }

    /** A mapper with the rules above, for whoever keeps or shows the same values elsewhere. */
    public static ObjectMapper mapper() {
        return JSON.copy();
    }

    private static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
        }
    }

    private static <T> T read(byte[] body, Class<T> type) throws UndecodableException {
        try {
            @Nullable T value = JSON.readValue(body, type);
            if (value == null) {
                throw new UndecodableException(type, "null");
            }
            return value;
        } catch (IOException e) {
            throw new UndecodableException(type, place(e));
        }
    }

    /** Where, without an excerpt of the message: a body never goes into a log or a header. */
    private static String place(IOException e) {
        String field = e instanceof JsonMappingException mapping ? fieldPath(mapping) : "";
        JsonLocation location = e instanceof JsonProcessingException json ? json.getLocation() : null;
        String lineAndColumn =
                location == null ? "" : " line " + location.getLineNr() + ", column " + location.getColumnNr();
        return e.getClass().getSimpleName() + " at " + field + lineAndColumn;
    }

    private static String fieldPath(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "/" + step.getIndex() : "/" + step.getFieldName())
                .collect(Collectors.joining());
    }

    /** The bytes of a message are not what they should be. Has no cause: Jackson's own message would quote the body. */
    public static final class UndecodableException extends Exception {
        private static final long serialVersionUID = 1;

        private final String why;

        UndecodableException(String why) {
            super(why);
            this.why = why;
        }

        UndecodableException(Class<?> type, String what) {
            this("not a readable " + type.getSimpleName() + ": " + what);
        }

        /** What is wrong and where, without anything of the message's content. */
        public String why() {
            return why;
        }
    }
}
