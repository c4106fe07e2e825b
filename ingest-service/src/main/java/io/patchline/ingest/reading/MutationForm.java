package io.patchline.ingest.reading;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a mutation can look like. */
enum MutationForm {
    WRITE("writing a file"),
    DELETE("\"op\": \"delete\""),
    CHANGE_MODE("\"op\": \"chmod\""),
    REPLACE_PATTERN("replacing a pattern"),
    REPLACE_BLOCK("replacing a block of text");

    private static final Map<String, MutationForm> OPS =
            new TreeMap<>(Map.of("upsert", WRITE, "delete", DELETE, "chmod", CHANGE_MODE));

    private final String title;

    MutationForm(String title) {
        this.title = title;
    }

    /** The form that this mutation has; nothing if it has none or more than one, with the reason among the problems. */
    static Optional<MutationForm> of(JsonField item, Fields fields) {
        return fields.get(MutationFields.OP)
                .map(op -> op.choice(OPS))
                .orElseGet(() -> byFields(item, fields))
                .filter(form -> form.fits(item, fields));
    }

    private static Optional<MutationForm> byFields(JsonField item, Fields fields) {
        List<MutationForm> begun = Arrays.stream(values())
                .filter(form -> form != DELETE && form != CHANGE_MODE)
                .filter(form -> form.required().stream()
                        .anyMatch(name -> fields.get(name).isPresent()))
                .toList();
        if (begun.size() == 1) {
            return Optional.of(begun.getFirst());
        }
        item.refuse((begun.isEmpty() ? "Says no change." : "Says more than one change; make an item of each.")
                + " Give \"contents\", or \"pattern\" and \"replacement\", or \"search\" and \"replace\","
                + " or \"op\": \"delete\", or \"op\": \"chmod\" and \"mode\".");
        return Optional.empty();
    }

    private boolean fits(JsonField item, Fields fields) {
        List<FieldName> missing =
                required().stream().filter(name -> fields.get(name).isEmpty()).toList();
        missing.forEach(name -> item.field(name.name()).refuse("Is missing: " + title + " needs it."));
        fields.given().forEach((name, place) -> {
            if (!allows(name)) {
                place.refuse("Does not go with " + title + ". Leave it out, or make another item of it.");
            }
        });
        return missing.isEmpty();
    }

    private boolean allows(FieldName name) {
        return name.equals(MutationFields.PATH)
                || name.equals(MutationFields.OP)
                || required().contains(name)
                || optional().contains(name);
    }

    private List<FieldName> required() {
        return switch (this) {
            case WRITE -> List.of(MutationFields.CONTENTS);
            case DELETE -> List.of();
            case CHANGE_MODE -> List.of(MutationFields.MODE);
            case REPLACE_PATTERN -> List.of(MutationFields.PATTERN, MutationFields.REPLACEMENT);
            case REPLACE_BLOCK -> List.of(MutationFields.SEARCH, MutationFields.REPLACE);
        };
    }

    private List<FieldName> optional() {
        return switch (this) {
            case WRITE -> List.of(MutationFields.MODE);
            case DELETE, CHANGE_MODE -> List.of();
            case REPLACE_PATTERN, REPLACE_BLOCK -> List.of(MutationFields.OCCURRENCES);
        };
    }
}
