package io.patchline.ingest.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.patchline.outcome.ErrorCode;
import java.io.IOException;
import java.util.List;

/**
 * What is wrong with a text that is not JSON, where, and how to put it right. Jackson's own messages quote the text, which must not leave
 * through an answer or a log: they are only recognised here.
 */
record JsonFault(ErrorCode code, JsonLocation location, String advice) {
    private static final String OTHERWISE = "This is not JSON. Check the quotes, commas and brackets up to here.";

    private static final String ENDS_EARLY =
            "The body ends in the middle. Close every string, list and object, and send all of it.";

    /** The first whose sign is in Jackson's message holds. A message of another version falls through to the general advice. */
    private static final List<Advice> ADVICE = List.of(
            new Advice("end-of-input", ENDS_EARLY),
            new Advice(
                    "Illegal unquoted character",
                    "A line break, tab or other control character stands bare in a string. Write \\n, \\t or \\u00XX instead."),
            new Advice(
                    "Illegal character", "A control character stands outside of a string. Is the body really UTF-8?"),
            new Advice(
                    "Unrecognized character escape",
                    "A backslash in a string stands before a character that it cannot escape. Write \\\\ for a backslash."),
            new Advice("hex-digit", "\\u in a string needs four hexadecimal digits. Write \\\\ for a backslash."),
            new Advice(
                    "start field name",
                    "A field name in double quotes must stand here. Look for a comma too many, or quotes that are missing or single."),
            new Advice("colon to separate", "A colon must stand between a field's name and its value."),
            new Advice(
                    "comma to separate",
                    "A comma or a closing bracket must stand here. Look for a quote inside a string that is not written \\\"."),
            new Advice(
                    "Unexpected close marker",
                    "This bracket closes nothing, or another kind of bracket than was opened last."),
            new Advice("numeric value", "This is not a number as JSON writes it."),
            new Advice("Non-standard token", "NaN and Infinity are not JSON. Write them as strings in double quotes."),
            new Advice(
                    "Unrecognized token",
                    "Bare words other than true, false and null (not True, False, None) are not JSON. Put strings in double quotes, and send nothing"
                            + " before the object's {."),
            new Advice(
                    "surrogate",
                    "A field name holds half of a surrogate pair, which is no character. Write both halves, or the character itself."),
            new Advice("comment", "JSON has no comments. Leave it out, or put it into a field \"description\"."),
            new Advice(
                    "expected a valid value",
                    "A value must stand here: a string in double quotes, a number, an object, a list, true, false or null. Look for a"
                            + " comma too many."));

    /** The fault that stopped the parser. */
    static JsonFault of(IOException thrown, JsonParser parser, int maxNesting) {
        JsonLocation here = parser.currentLocation();
        return switch (thrown) {
            case JsonTree.TrailingTextException trailing ->
                malformed(
                        parser.currentTokenLocation(),
                        "The JSON has ended before this. Send one object and nothing after it.");
            case StreamConstraintsException beyond -> beyond(parser, here, maxNesting);
            case JsonEOFException end -> malformed(here, ENDS_EARLY);
            case JsonProcessingException malformed ->
                malformed(malformed.getLocation() == null ? here : malformed.getLocation(), advice(malformed));
            default -> malformed(here, OTHERWISE);
        };
    }

    void noteIn(ValidationProblems problems) {
        problems.stop(code, "Line " + location.getLineNr() + ", column " + location.getColumnNr() + ": " + advice);
    }

    private static JsonFault malformed(JsonLocation location, String advice) {
        return new JsonFault(ErrorCode.MALFORMED_JSON, location, advice);
    }

    /** It is JSON, as far as it was read, but too much of something. */
    private static JsonFault beyond(JsonParser parser, JsonLocation location, int maxNesting) {
        if (parser.currentTokenCount() >= JsonTree.MAX_TOKENS) {
            return new JsonFault(
                    ErrorCode.INVALID_PATCH,
                    location,
                    "The body has more than " + JsonTree.MAX_TOKENS
                            + " names, values and brackets. Split the patch, or send a diff as one string.");
        }
        boolean deep = parser.getParsingContext().getNestingDepth() > maxNesting;
        String advice = deep
                ? "Objects and lists are nested deeper than " + maxNesting + ". Nest less."
                : "A number has more than " + JsonTree.MAX_DIGITS
                        + " characters, or a field name more than 50000. Write a large value as a string.";
        return new JsonFault(ErrorCode.INVALID_PATCH, location, advice);
    }

    private static String advice(JsonProcessingException malformed) {
        String message = String.valueOf(malformed.getOriginalMessage());
        return ADVICE.stream()
                .filter(advice -> message.contains(advice.sign()))
                .map(Advice::text)
                .findFirst()
                .orElse(OTHERWISE);
    }

    private record Advice(String sign, String text) {}
}
