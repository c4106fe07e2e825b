package io.patchline.executor.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Whether a file holds one JSON object from its first byte to its last. A file that was being written when the machine died holds the beginning of it, or zeros, and none of
 * these is a JSON object: its last byte is the brace that closes it.
 */
final class WholeJson {
    private static final JsonFactory JSON = new JsonFactory();

    private WholeJson() {}

    /** Reads all of the file, and holds none of it. */
    static boolean is(Path file) throws IOException {
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (JsonParseException | CharConversionException e) { // zeros look like the beginning of UTF-32
            return false;
        }
    }
}
