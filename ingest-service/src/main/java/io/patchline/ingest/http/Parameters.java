package io.patchline.ingest.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The parameters of a query, checked as they are asked for: what is not understood is refused and never ignored, for a misspelt filter would
 * show too much.
 */
public final class Parameters {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final int LONGEST = 4096;

    private final Map<String, List<String>> given;

    /**
     * @param allowed every name that the request may have
     * @throws InvalidParameterException if there is another
     */
    public Parameters(Map<String, List<String>> given, String... allowed) {
        this.given = given;
        TreeSet<String> unknown = new TreeSet<>(given.keySet());
        Arrays.asList(allowed).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new InvalidParameterException("There is no parameter " + Shown.of(unknown.first())
                    + " here. Allowed are " + String.join(", ", allowed) + ".");
        }
    }

    /** The parameter's value, which has at least one character; empty if it is not given. */
    public Optional<String> one(String name) {
        Optional<String> value = oneOrNothing(name);
        if (value.filter(String::isEmpty).isPresent()) {
            throw new InvalidParameterException(
                    "The parameter " + name + " has no value. Give it one, or leave the parameter out.");
        }
        return value;
    }

    /** The parameter's value, which may be the empty text; empty if it is not given. */
    public Optional<String> oneOrNothing(String name) {
        List<String> values = given.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new InvalidParameterException("The parameter " + name + " is given more than once. Give it once.");
        }
        return values.stream().findFirst().map(value -> bounded(name, value));
    }

    /** The parameter's values, given several times or separated by commas. */
    public List<String> several(String name) {
        return given.getOrDefault(name, List.of()).stream()
                .map(value -> bounded(name, value))
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The parameter as a whole number within these bounds. */
    public Optional<Long> number(String name, long least, long most) {
        return oneOrNothing(name).map(value -> {
            long number = NUMBER.matcher(value).matches() ? Long.parseLong(value) : -1;
            if (number < least || number > most) {
                throw new InvalidParameterException("The parameter " + name + " is a whole number from " + least
                        + " to " + most + ", not " + Shown.of(value) + ".");
            }
            return number;
        });
    }

    /** Whether the parameter is given: as {@code true}, or without a value. */
    public boolean flag(String name) {
        return switch (oneOrNothing(name).orElse("false")) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw new InvalidParameterException("The parameter " + name + " is true or false.");
        };
    }

    /** Whether a list that is the newest first by itself is asked for the other way round: {@code order=oldest}. */
    public boolean isOldestFirst() {
        return switch (oneOrNothing("order").orElse("newest")) {
            case "newest" -> false;
            case "oldest" -> true;
            default ->
                throw new InvalidParameterException(
                        "The parameter order is newest or oldest: what comes first. Lists are kept in the order of the log and in no other.");
        };
    }

    /** The parameter as the place where a page begins. */
    public Optional<Cursor> cursor(String name) {
        try {
            return one(name).map(Cursor::parse);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException(String.valueOf(e.getMessage()));
        }
    }

    /** The parameter as a time. */
    public Optional<Instant> time(String name) {
        return oneOrNothing(name).map(value -> {
            try {
                return Instant.parse(value);
            } catch (DateTimeParseException e) {
                throw new InvalidParameterException("The parameter " + name
                        + " is a time in UTC such as 2026-11-21T08:30:00Z, not " + Shown.of(value) + ".");
            }
        });
    }

    private static String bounded(String name, String value) {
        if (value.length() > LONGEST) {
            throw new InvalidParameterException(
                    "The parameter " + name + " has more than " + LONGEST + " characters. Give fewer.");
        }
        return value;
    }

    /** What a client sent, as it is quoted to it. */
    private static final class Shown {
        private static final int MOST = 60;

        static String of(String text) {
            String plain = text.replaceAll("\\p{Cntrl}", " ");
            return "\"" + (plain.length() <= MOST ? plain : plain.substring(0, MOST) + "…") + "\"";
        }
    }
}
