package io.patchline.ingest.webhook;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.patchline.outcome.ErrorCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is wrong with a text that is not JSON, where, and how to put it right. Jackson's own messages quote the text, which must not leave
 * through an answer or a log: they are only recognised here.
 */
record JsonFault(ErrorCode code, JsonLocation location, String advice) {
    private static final String OTHERWISE = "This is not JSON. Check the quotes, commas and brackets up to here.";

    /** By a part of Jackson's message; the first that fits. A message of another version falls through to the general advice. */
    private static final Map<String, String> ADVICE = new LinkedHashMap<>();

    static {
        ADVICE.put(
                "Illegal unquoted character",
                "A line break, tab or other control character stands bare in a string."
                        + " Write \\n, \\t or \\u00XX instead.");
        ADVICE.put(
                "Unrecognized character escape",
                "A backslash in a string stands before a character that it cannot escape."
                        + " Write \\\\ for a backslash.");
        ADVICE.put("hex-digit", "\\u in a string needs four hexadecimal digits. Write \\\\ for a backslash.");
        ADVICE.put(
                "start field name",
                "A field name in double quotes must stand here. Look for a comma too many or missing quotes.");
        ADVICE.put("separate a field name and value", "A colon must stand between a field's name and its value.");
        ADVICE.put(
                "to separate",
                "A comma or a closing bracket must stand here. Look for a quote inside a string that is not"
                        + " written \\\".");
        ADVICE.put("Unexpected close marker", "This bracket closes another kind of bracket than was opened last.");
        ADVICE.put("umeric value", "This is not a number as JSON writes it.");
        ADVICE.put(
                "Unrecognized token",
                "Bare words other than true, false and null are not JSON. Put strings in double quotes.");
        ADVICE.put(
                "expected a valid value",
                "A value must stand here: a string in double quotes, a number, an object, a list, true,"
                        + " false or null. Look for a comma too many.");
    }

    /** The fault that stopped the parser. */
    static JsonFault of(IOException thrown, JsonParser parser, int maxNesting) {
        JsonLocation here = parser.currentLocation();
        return switch (thrown) {
            case JsonTree.TrailingTextException trailing ->
                malformed(
                        parser.currentTokenLocation(),
                        "The JSON has ended before this. Send one object and nothing after it.");
            case StreamConstraintsException beyond -> beyond(parser, here, maxNesting);
            case JsonEOFException end ->
                malformed(
                        here, "The body ends in the middle. Close every string, list and object, and send all of it.");
            case JsonProcessingException malformed ->
                malformed(malformed.getLocation() == null ? here : malformed.getLocation(), advice(malformed));
            default -> malformed(here, OTHERWISE);
        };
    }

    void noteIn(Problems problems) {
        problems.add(code, "", "Line " + location.getLineNr() + ", column " + location.getColumnNr() + ": " + advice);
    }

    private static JsonFault malformed(JsonLocation location, String advice) {
        return new JsonFault(ErrorCode.MALFORMED_JSON, location, advice);
    }

    /** It is JSON, as far as it was read, but too much of something. */
    private static JsonFault beyond(JsonParser parser, JsonLocation location, int maxNesting) {
        boolean deep = parser.getParsingContext().getNestingDepth() > maxNesting;
        String advice = deep
                ? "Objects and lists are nested deeper than " + maxNesting + ". Nest less."
                : "A number has more than " + JsonTree.MAX_DIGITS
                        + " characters, or a field name more than 50000. Write a large value as a string.";
        return new JsonFault(ErrorCode.INVALID_PATCH, location, advice);
    }

    private static String advice(JsonProcessingException malformed) {
        String message = String.valueOf(malformed.getOriginalMessage());
        return ADVICE.entrySet().stream()
                .filter(entry -> message.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHERWISE);
    }
}
