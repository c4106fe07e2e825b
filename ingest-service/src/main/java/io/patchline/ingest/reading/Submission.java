package io.patchline.ingest.reading;

import io.patchline.ingest.json.FieldName;
import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The fields of a patch, wherever they stand: the submitted object itself, or the object in its field {@code patch}, where that names an
 * {@code id} or otherwise has the fields of a whole patch.
 *
 * @param object the object that is the patch
 * @param fields its known fields
 * @param extra the unknown ones, around the wrapped patch and in it
 * @param wrapper the field that is no part of a patch and holds the whole of it, as the arguments of a call do
 */
record Submission(JsonField object, Fields fields, Map<String, JsonField> extra, Optional<String> wrapper) {
    private static final List<FieldName> SIGNS_OF_A_PATCH =
            List.of(PatchFields.ID, PatchFields.ROLE, PatchFields.PATCH);

    /** Fields in which programs that make calls put their arguments. */
    private static final List<String> WRAPPERS = List.of("params", "data", "payload", "arguments");

    static Submission of(JsonField document) {
        Fields fields = Fields.of(document, PatchFields.ALL);
        return fields.get(PatchFields.PATCH)
                .filter(Submission::isWholePatch)
                .map(inner -> unwrapped(fields, inner, Optional.empty()))
                .or(() -> inWrapper(fields))
                .orElseGet(() -> new Submission(document, fields, fields.others(), Optional.empty()));
    }

    /** The patch in the only field of an object that has no field of a patch itself. */
    private static Optional<Submission> inWrapper(Fields fields) {
        if (!fields.given().isEmpty()) {
            return Optional.empty();
        }
        List<String> wrappers =
                WRAPPERS.stream().filter(fields.others()::containsKey).toList();
        if (wrappers.size() != 1) {
            return Optional.empty();
        }
        String name = wrappers.getFirst();
        JsonField inner = Objects.requireNonNull(fields.others().get(name));
        if (inner.value().isTextual()) {
            inner.refuse("Is a string. Send the patch as an object, without the quotes around it.");
            return Optional.empty();
        }
        boolean patch = FieldName.spellings(PatchFields.ALL).stream().anyMatch(inner.value()::has);
        return patch ? Optional.of(unwrapped(fields, inner, Optional.of(name))) : Optional.empty();
    }

    private static boolean isWholePatch(JsonField inner) {
        return inner.value().isObject()
                && FieldName.spellings(SIGNS_OF_A_PATCH).stream().anyMatch(inner.value()::has);
    }

    private static Submission unwrapped(Fields outer, JsonField object, Optional<String> wrapper) {
        Fields inner = Fields.of(object, PatchFields.ALL);
        outer.given().forEach((name, place) -> {
            if (!name.equals(PatchFields.PATCH)) {
                place.refuse("Would be ignored: the patch is the object in \"patch\". Put this field into it.");
            }
        });
        Map<String, JsonField> extra = new LinkedHashMap<>(outer.others());
        wrapper.ifPresent(extra::remove);
        inner.others().forEach((name, place) -> {
            if (extra.putIfAbsent(name, place) != null) {
                place.refuse("Stands beside the wrapped patch as well. Keep only one.");
            }
        });
        return new Submission(object, inner, extra, wrapper);
    }
}
