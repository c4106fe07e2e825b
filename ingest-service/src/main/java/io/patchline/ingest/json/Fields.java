package io.patchline.ingest.json;

import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
        if (fields.given.size() == object.value().size()) {
            return fields;
        }
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
    public Map<FieldName, JsonField> given() {
        return Collections.unmodifiableMap(given);
    }

    /** The fields that are not known, {@code null} or not, in the order of the submission. */
    public Map<String, JsonField> others() {
        return Collections.unmodifiableMap(others);
    }

    /** Notes every field that is not known as a problem, because it would otherwise be silently ignored. */
    public void refuseOthers(String where, List<FieldName> known) {
        refuseOthers(where, known, name -> Optional.empty());
    }

    /**
     * Notes every field that is not known as a problem. What is known is listed once, and only where nothing better can be said.
     *
     * @param hints what to send in the place of a field of this name, a sentence
     */
    public void refuseOthers(String where, List<FieldName> known, Function<String, Optional<String>> hints) {
        Iterator<String> list = List.of(" Known fields: " + QuotedName.names(FieldName.names(known)) + ".")
                .iterator();
        others.forEach((name, place) -> place.refuse(() -> {
            String meant = Suggestions.question(name, FieldName.spellings(known));
            String hint =
                    meant.isEmpty() ? hints.apply(name).map(text -> " " + text).orElse("") : meant;
            String rest = hint.isEmpty() && list.hasNext() ? list.next() : hint;
            return "Unknown field " + QuotedName.name(name) + " in " + where + "." + rest;
        }));
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
