package io.patchline.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.patchline.outcome.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * JSON as RFC 8259 has it, in UTF-8, and nothing beside it. Safe for use by several threads.
 *
 * <p>The bytes are decoded before they are parsed, into one array that the parser reads where it is, because Jackson's own UTF-8 reader takes overlong forms and encoded surrogates. Field
 * names are not kept in a table across submissions: it fills up with strangers' words, and gives up with an exception on names made to
 * collide.
 */
public final class JsonText {
    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final char REPLACEMENT = '\ufffd';
    private static final String FENCE = "```";

    private final JsonFactory factory;
    private final int maxNesting;

    /**
     * @param maxNesting how deep objects and lists may be nested
     */
    public JsonText(int maxNesting) {
        this.maxNesting = maxNesting;
        this.factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxNesting)
                        .maxNumberLength(JsonTree.MAX_DIGITS)
                        .maxTokenCount(JsonTree.MAX_TOKENS)
                        .build())
                .build();
    }

    /** The value that the bytes are, or nothing, with the reason among the problems. Never an echo of the bytes. */
    public Optional<JsonField> read(byte[] body, ValidationProblems problems) {
        return decode(body, problems).flatMap(text -> parse(text, problems));
    }

    /** By {@link String}, which the JVM decodes many bytes at a time; with care where that has put a replacement for what is no UTF-8, or the text has one itself. */
    private static Optional<CharBuffer> decode(byte[] body, ValidationProblems problems) {
        String quickly = new String(body, StandardCharsets.UTF_8);
        return quickly.indexOf(REPLACEMENT) < 0
                ? withoutMark(CharBuffer.wrap(quickly.toCharArray()), problems)
                : decodeStrictly(body, problems);
    }

    private static Optional<CharBuffer> decodeStrictly(byte[] body, ValidationProblems problems) {
        CharBuffer text = CharBuffer.allocate(body.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body), text, true);
        text.flip();
        if (result.isError()) {
            problems.stop(
                    ErrorCode.MALFORMED_JSON,
                    "The body is not UTF-8 " + after(text.toString()) + ". Send it in UTF-8.");
            return Optional.empty();
        }
        return withoutMark(text, problems);
    }

    private static Optional<CharBuffer> withoutMark(CharBuffer text, ValidationProblems problems) {
        if (text.hasRemaining() && text.charAt(0) == BYTE_ORDER_MARK) {
            problems.stop(
                    ErrorCode.MALFORMED_JSON,
                    "The body begins with a byte order mark at line 1, column 1. Send UTF-8 without one.");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private Optional<JsonField> parse(CharBuffer text, ValidationProblems problems) {
        if (isFenced(text)) {
            problems.stop(
                    ErrorCode.MALFORMED_JSON,
                    "The body is not JSON but Markdown: a fence (```) stands around the object. Send the object alone, from { to }.");
            return Optional.empty();
        }
        try (JsonParser parser = factory.createParser(text.array(), 0, text.length())) {
            return parse(parser, problems);
        } catch (IOException e) {
            throw new AssertionError("reading from memory cannot fail otherwise than in the parser", e);
        }
    }

    private Optional<JsonField> parse(JsonParser parser, ValidationProblems problems) throws IOException {
        try {
            JsonNode value = new JsonTree(parser, problems).read();
            if (value instanceof MissingNode) {
                problems.stop(ErrorCode.MALFORMED_JSON, "The body is empty at line 1, column 1. Send a JSON object.");
                return Optional.empty();
            }
            return Optional.of(new JsonField(value, "", problems));
        } catch (IOException e) {
            JsonFault.of(e, parser, maxNesting).noteIn(problems);
            return Optional.empty();
        }
    }

    private static boolean isFenced(CharBuffer text) {
        int at = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.length() - at >= FENCE.length()
                && text.subSequence(at, at + FENCE.length()).toString().equals(FENCE);
    }

    private static String after(String text) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        return "at line " + line + ", column " + (text.length() - text.lastIndexOf('\n'));
    }
}
