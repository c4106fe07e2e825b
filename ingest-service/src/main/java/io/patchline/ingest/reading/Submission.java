package io.patchline.ingest.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a patch, wherever they stand: the submitted object itself, or the object in its field {@code patch}, where that names an
 * {@code id} or otherwise has the fields of a whole patch.
 *
 * @param object the object that is the patch
 * @param fields its known fields
 * @param extra the unknown ones, around the wrapped patch and in it
 */
record Submission(JsonField object, Fields fields, Map<String, JsonField> extra) {
    private static final List<FieldName> SIGNS_OF_A_PATCH =
            List.of(PatchFields.ID, PatchFields.ROLE, PatchFields.PATCH);

    static Submission of(JsonField document) {
        Fields fields = Fields.of(document, PatchFields.ALL);
        return fields.get(PatchFields.PATCH)
                .filter(Submission::isWholePatch)
                .map(inner -> unwrapped(fields, inner))
                .orElseGet(() -> new Submission(document, fields, fields.others()));
    }

    private static boolean isWholePatch(JsonField inner) {
        return FieldName.spellings(SIGNS_OF_A_PATCH).stream().anyMatch(inner.value()::has);
    }

    private static Submission unwrapped(Fields outer, JsonField object) {
        Fields inner = Fields.of(object, PatchFields.ALL);
        outer.given().forEach((name, place) -> {
            if (!name.equals(PatchFields.PATCH)) {
                place.refuse("Would be ignored: the patch is the object in \"patch\". Put this field into it.");
            }
        });
        Map<String, JsonField> extra = new LinkedHashMap<>(outer.others());
        inner.others().forEach((name, place) -> {
            if (extra.putIfAbsent(name, place) != null) {
                place.refuse("Stands beside the wrapped patch as well. Keep only one.");
            }
        });
        return new Submission(object, inner, extra);
    }
}
