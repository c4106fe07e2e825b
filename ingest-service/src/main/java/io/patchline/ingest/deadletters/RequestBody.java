package io.patchline.ingest.deadletters;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the small objects that operators send. An unknown field is an error: it would otherwise be ignored. */
public final class RequestBody {
    private static final ObjectMapper JSON = strict();
    private static final byte[] NOTHING_SAID = "{}".getBytes(StandardCharsets.UTF_8);

    private RequestBody() {}

    /** Half a letter, and a count that is an empty text, are no counts. */
    private static ObjectMapper strict() {
        ObjectMapper mapper = MessageCodec.mapper().disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        return mapper;
    }

    public static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
        }
    }

    /** What {@link #write} wrote; empty if it cannot be read. */
    public static <T> Optional<T> parse(byte[] body, Class<T> type) {
        try {
            return Optional.ofNullable(JSON.readValue(body, type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The request; an empty body is one that says nothing. Empty if it cannot be read. */
    public static <T> Optional<T> read(byte[] body, Class<T> type) {
        return parse(body.length == 0 ? NOTHING_SAID : body, type);
    }
}
