package io.patchline.ingest.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.patchline.outcome.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A value of the submitted JSON and where it stands. A value that is not what is asked for is noted as a problem, and the reading goes
 * on, so that a submitter learns of everything at once.
 *
 * @param pointer its JSON pointer (RFC 6901), with field names as {@link QuotedName} shows them
 */
public record JsonField(JsonNode value, String pointer, ValidationProblems problems) {

    /** The place of a field, whether there is one or not. */
    public JsonField field(String name) {
        return new JsonField(value.path(name), pointer + "/" + QuotedName.segment(name), problems);
    }

    /** The place of a field of the object that this place is a field of. */
    public JsonField sibling(String name) {
        String parent = pointer.substring(0, pointer.lastIndexOf('/'));
        return new JsonField(MissingNode.getInstance(), parent + "/" + QuotedName.segment(name), problems);
    }

    /** The places of a list's items. */
    public Stream<JsonField> items() {
        return IntStream.range(0, value.size()).mapToObj(i -> new JsonField(value.get(i), pointer + "/" + i, problems));
    }

    /** Notes that this value is not as it must be. */
    public void refuse(String detail) {
        refuse(() -> detail);
    }

    /** Notes that this value is not as it must be, in words that are costly to find. */
    public void refuse(Supplier<String> detail) {
        problems.add(ErrorCode.INVALID_PATCH, pointer, detail);
    }

    /** Notes that what stands here cannot be run. */
    public void refuseToRun(String detail) {
        problems.add(ErrorCode.NOT_EXECUTABLE, pointer, () -> detail);
    }

    /** Notes that this value is of the wrong kind, and what it must be. */
    public void refuseKind(String wanted) {
        refuse("Must be " + wanted + ", not " + kind() + ".");
    }

    /** Notes that this value is of the wrong kind, what it must be, and how that looks. */
    public void refuseKind(String wanted, String example) {
        refuse("Must be " + wanted + ", not " + kind() + ": " + example + ".");
    }

    /** The value, which must be a string. */
    public Optional<String> text() {
        if (!value.isTextual()) {
            refuseKind("a string in double quotes");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    /** The value, which must be a string that the type takes: an {@link IllegalArgumentException} of it becomes the problem. */
    public <T> Optional<T> text(Function<String, T> type) {
        return text().flatMap(text -> {
            try {
                return Optional.of(type.apply(text));
            } catch (IllegalArgumentException e) {
                refuse("The " + e.getMessage() + ".");
                return Optional.empty();
            }
        });
    }

    /** The value, which must be one of these words. */
    public <T> Optional<T> choice(Map<String, T> choices) {
        return text().flatMap(word -> {
            Optional<T> chosen = Optional.ofNullable(choices.get(word));
            if (chosen.isEmpty()) {
                refuse("Must be one of " + QuotedName.names(choices.keySet()) + "."
                        + Suggestions.question(word, choices.keySet()));
            }
            return chosen;
        });
    }

    /** The value, which must be true or false. */
    public Optional<Boolean> flag() {
        if (!value.isBoolean()) {
            refuseKind("true or false, without quotes");
            return Optional.empty();
        }
        return Optional.of(value.booleanValue());
    }

    /** The value, which must be a whole number from 0 to the bound. */
    public Optional<Integer> count(int most) {
        boolean fits = value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= 0
                && value.intValue() <= most;
        if (!fits) {
            refuse("Must be a whole number from 0 to " + most + ", without quotes.");
            return Optional.empty();
        }
        return Optional.of(value.intValue());
    }

    private String kind() {
        return switch (value.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL -> "null";
            case MISSING, BINARY, POJO -> "nothing";
        };
    }
}
