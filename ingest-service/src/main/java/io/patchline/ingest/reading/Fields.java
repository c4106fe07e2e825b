package io.patchline.ingest.reading;

import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of an object, found by the names that are known. A known field that is {@code null} counts as not given: models fill in the
 * optional fields of a schema so.
 */
public final class Fields {
    private final Map<FieldName, JsonField> given = new LinkedHashMap<>();
    private final Map<String, JsonField> others = new LinkedHashMap<>();

    private Fields() {}

    /** Reads an object's fields. Two spellings of the same field at once are noted as a problem. */
    public static Fields of(JsonField object, List<FieldName> known) {
        Fields fields = new Fields();
        known.forEach(name -> fields.find(object, name));
        Set<String> spellings = new HashSet<>(FieldName.spellings(known));
        object.value().fieldNames().forEachRemaining(name -> {
            if (!spellings.contains(name)) {
                fields.others.put(name, object.field(name));
            }
        });
        return fields;
    }

    /** The field, if it is given. */
    public Optional<JsonField> get(FieldName name) {
        return Optional.ofNullable(given.get(name));
    }

    /** The known fields that are given, in the order in which they are known. */
    Map<FieldName, JsonField> given() {
        return Collections.unmodifiableMap(given);
    }

    /** The fields that are not known, {@code null} or not, in the order of the submission. */
    Map<String, JsonField> others() {
        return Collections.unmodifiableMap(others);
    }

    /**
     * Notes every field that is not known as a problem, because it would otherwise be silently ignored. What is known is listed once, and only where nothing
     * better can be said.
     */
    void refuseOthers(String where, List<FieldName> known) {
        Iterator<String> list = List.of(" Known fields: " + QuotedName.names(FieldName.names(known)) + ".")
                .iterator();
        others.forEach((name, place) -> place.refuse(() -> "Unknown field " + QuotedName.name(name) + " in " + where
                + "." + meant(name, known).orElseGet(() -> list.hasNext() ? list.next() : "")));
    }

    private static Optional<String> meant(String name, List<FieldName> known) {
        return Optional.of(Suggestions.question(name, FieldName.spellings(known)))
                .filter(question -> !question.isEmpty())
                .or(() -> known.contains(MutationFields.SEARCH)
                        ? FieldHints.of(name).map(hint -> " " + hint)
                        : Optional.empty());
    }

    private void find(JsonField object, FieldName name) {
        name.spellings().stream()
                .filter(object.value()::hasNonNull)
                .map(object::field)
                .filter(place -> given.putIfAbsent(name, place) != null)
                .forEach(twice -> twice.refuse("Says the same as another field of this object. Keep only "
                        + QuotedName.name(name.name()) + "."));
    }
}
