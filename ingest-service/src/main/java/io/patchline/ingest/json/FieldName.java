package io.patchline.ingest.json;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A field that Patchline knows.
 *
 * @param name the name that the documentation uses
 * @param spellings all names under which it is read, the documented one first
 */
public record FieldName(String name, List<String> spellings) {
    public FieldName {
        spellings = List.copyOf(spellings);
    }

    public static FieldName of(String name, String... aliases) {
        return new FieldName(
                name, Stream.concat(Stream.of(name), Arrays.stream(aliases)).toList());
    }

    /** The names that the documentation uses. */
    public static List<String> names(Collection<FieldName> fields) {
        return fields.stream().map(FieldName::name).toList();
    }

    /** All names under which these fields are read. */
    public static List<String> spellings(Collection<FieldName> fields) {
        return fields.stream().flatMap(field -> field.spellings().stream()).toList();
    }
}
