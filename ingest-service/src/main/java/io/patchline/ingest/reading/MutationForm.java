package io.patchline.ingest.reading;

import static io.patchline.ingest.reading.MutationFields.ADD;
import static io.patchline.ingest.reading.MutationFields.AFTER;
import static io.patchline.ingest.reading.MutationFields.BEFORE;
import static io.patchline.ingest.reading.MutationFields.CONTENTS;
import static io.patchline.ingest.reading.MutationFields.MODE;
import static io.patchline.ingest.reading.MutationFields.OCCURRENCES;
import static io.patchline.ingest.reading.MutationFields.OP;
import static io.patchline.ingest.reading.MutationFields.PATH;
import static io.patchline.ingest.reading.MutationFields.PATTERN;
import static io.patchline.ingest.reading.MutationFields.REPLACE;
import static io.patchline.ingest.reading.MutationFields.REPLACEMENT;
import static io.patchline.ingest.reading.MutationFields.SEARCH;

import io.patchline.ingest.json.FieldName;
import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import io.patchline.ingest.json.QuotedName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a mutation can look like. */
public enum MutationForm {
    WRITE("writing a file"),
    DELETE("\"op\": \"delete\""),
    CHANGE_MODE("\"op\": \"chmod\""),
    REPLACE_PATTERN("replacing a pattern"),
    REPLACE_BLOCK("replacing a block of text"),
    INSERT_AFTER("inserting lines after others"),
    INSERT_BEFORE("inserting lines before others");

    private static final String SHAPES =
            " Give {\"path\", \"contents\"}, or {\"path\", \"search\", \"replace\"}, or {\"path\", \"pattern\", \"replacement\"}"
                    + " (every match, unless \"occurrences\" says otherwise), or {\"path\", \"after\", \"add\"}, or {\"op\": \"delete\", \"path\"}, or"
                    + " {\"op\": \"chmod\", \"path\", \"mode\": \"0755\"}.";

    private final String title;

    MutationForm(String title) {
        this.title = title;
    }

    /** The form that this mutation has; nothing if it has none or more than one, with the reason among the problems. */
    public static Optional<MutationForm> of(JsonField item, Fields fields) {
        return fields.get(OP)
                .map(op -> MutationOp.of(op).flatMap(known -> known.form().or(() -> byFields(item, fields))))
                .orElseGet(() -> byFields(item, fields))
                .filter(form -> form.fits(item, fields));
    }

    private static Optional<MutationForm> byFields(JsonField item, Fields fields) {
        List<MutationForm> begun = Arrays.stream(values())
                .filter(form -> form != DELETE && form != CHANGE_MODE)
                .filter(form -> form.required().stream()
                        .anyMatch(name -> !name.equals(ADD) && fields.get(name).isPresent()))
                .toList();
        if (begun.size() == 1) {
            return Optional.of(begun.getFirst());
        }
        item.refuse(
                (begun.isEmpty() ? "Says no change." : "Says more than one change; make an item of each.") + SHAPES);
        return Optional.empty();
    }

    private boolean fits(JsonField item, Fields fields) {
        List<FieldName> missing =
                required().stream().filter(name -> fields.get(name).isEmpty()).toList();
        missing.forEach(name -> item.field(name.name())
                .refuse("Is missing: " + title + " needs it." + (required().size() > 1 ? " " + shape() : "")));
        fields.given().forEach((name, place) -> {
            if (!allows(name)) {
                place.refuse("Does not go with " + title + ". Leave it out, or make another item of it.");
            }
        });
        return missing.isEmpty();
    }

    private String shape() {
        return "It is "
                + required().stream()
                        .map(name -> QuotedName.name(name.name()))
                        .reduce("{\"path\"", (a, b) -> a + ", " + b)
                + "}.";
    }

    private boolean allows(FieldName name) {
        return name.equals(PATH)
                || name.equals(OP)
                || MutationFields.NOTES.contains(name)
                || required().contains(name)
                || optional().contains(name);
    }

    private List<FieldName> required() {
        return switch (this) {
            case WRITE -> List.of(CONTENTS);
            case DELETE -> List.of();
            case CHANGE_MODE -> List.of(MODE);
            case REPLACE_PATTERN -> List.of(PATTERN, REPLACEMENT);
            case REPLACE_BLOCK -> List.of(SEARCH, REPLACE);
            case INSERT_AFTER -> List.of(AFTER, ADD);
            case INSERT_BEFORE -> List.of(BEFORE, ADD);
        };
    }

    private List<FieldName> optional() {
        return switch (this) {
            case WRITE -> List.of(MODE);
            case REPLACE_PATTERN, REPLACE_BLOCK -> List.of(OCCURRENCES);
            case DELETE, CHANGE_MODE, INSERT_AFTER, INSERT_BEFORE -> List.of();
        };
    }
}
