package io.patchline.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Builds the tree of one JSON text, and notes what JSON allows but a patch does not, each with its place: a field that occurs twice,
 * NUL, half of a surrogate pair, numbers out of all proportion. Decimal numbers keep their digits.
 */
final class JsonTree {
    /** The longest number that is read, in characters. */
    static final int MAX_DIGITS = 100;

    /** How many names, values and brackets are read: the tree of small ones takes many times the memory of their text. */
    static final int MAX_TOKENS = 100_000;

    /** Stands for all places that are not reported any more: the pointer of each may be costly. */
    private static final String BEYOND = "/…";

    private static final int MAX_EXPONENT = 400;

    /** What {@link Text} refuses everywhere. */
    private static final Pattern MALFORMED = Pattern.compile("[\\x00\\p{Cs}]");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final ValidationProblems problems;

    JsonTree(JsonParser parser, ValidationProblems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * The whole text's value; {@link MissingNode} where there is none.
     *
     * @throws IOException if the text is not JSON, goes on after the value, or goes beyond the parser's constraints
     */
    JsonNode read() throws IOException {
        if (parser.nextToken() == null) {
            return MissingNode.getInstance();
        }
        JsonNode value = value();
        if (parser.nextToken() != null) {
            throw new TrailingTextException();
        }
        return value;
    }

    private JsonNode value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_STRING -> NODES.textNode(checked(parser.getText()));
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new AssertionError("no value begins with " + parser.currentToken());
        };
    }

    /** How to send what both fields say. */
    private static String both(String name) {
        return switch (name) {
            case "mutations", "changes" -> "Put the items of both into one list.";
            case "patch" ->
                "Put two commands into one string, a line each, or the second into \"postMutationBuild\"; two diffs into one string, one after the other.";
            case "postMutationBuild", "shell", "commands", "run" -> "Put the commands of both into one list.";
            case "path", "contents", "search", "replace", "pattern", "replacement" ->
                "Make an item of each: [{\"path\", …}, {\"path\", …}].";
            default -> "Keep only the one that is meant.";
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            checked(name);
            parser.nextToken();
            if (object.replace(name, value()) != null) {
                refuse("Occurs twice in the same object, of which JSON keeps one. " + both(name));
            }
        }
        return object;
    }

    private ArrayNode list() throws IOException {
        ArrayNode list = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value());
        }
        return list;
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER -> NODES.numberNode(parser.getBigIntegerValue());
            case FLOAT, DOUBLE, BIG_DECIMAL -> throw new AssertionError("no whole number");
        };
    }

    private JsonNode decimal() throws IOException {
        Optional<BigDecimal> number = number(parser.getText());
        if (number.isEmpty()) {
            refuse("The number is out of all proportion. Write it as a string.");
        }
        return DecimalNode.valueOf(number.orElse(BigDecimal.ZERO));
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text)).filter(number -> Math.abs((long) number.scale()) <= MAX_EXPONENT);
        } catch (NumberFormatException e) {
            // JSON, but an exponent beyond what a BigDecimal holds.
            return Optional.empty();
        }
    }

    /** The text; if it is not well-formed, a stand-in that is, so that the reading can go on. */
    private String checked(String text) {
        if (Text.isWellFormed(text)) {
            return text;
        }
        refuse("The text must contain neither NUL (U+0000) nor half of a surrogate pair.");
        return MALFORMED.matcher(text).replaceAll("\ufffd");
    }

    private void refuse(String detail) {
        problems.add(ErrorCode.INVALID_PATCH, problems.isFull() ? BEYOND : pointer(), () -> detail);
    }

    /** Where the parser stands. Made only when it is needed: a pointer for every value would be many times the text. */
    private String pointer() {
        StringBuilder pointer = new StringBuilder();
        for (JsonStreamContext at = parser.getParsingContext(); !at.inRoot(); at = at.getParent()) {
            String segment =
                    at.inObject() ? QuotedName.segment(at.getCurrentName()) : Integer.toString(at.getCurrentIndex());
            pointer.insert(0, "/" + segment);
        }
        return pointer.toString();
    }

    /** The text goes on after its value. */
    static final class TrailingTextException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
