package io.patchline.ingest.reading;

import java.util.List;

/** The fields of a mutation: one change of one file. */
final class MutationFields {
    static final FieldName PATH = FieldName.of("path", "file", "target", "file_path", "target_file");
    static final FieldName OP = FieldName.of("op");
    static final FieldName CONTENTS = FieldName.of("contents", "content");
    static final FieldName MODE = FieldName.of("mode");
    static final FieldName PATTERN = FieldName.of("pattern");
    static final FieldName REPLACEMENT = FieldName.of("replacement");
    static final FieldName SEARCH = FieldName.of("search", "old_string", "old_str");
    static final FieldName REPLACE = FieldName.of("replace", "new_string", "new_str");
    static final FieldName OCCURRENCES = FieldName.of("occurrences");

    static final List<FieldName> ALL =
            List.of(PATH, OP, CONTENTS, MODE, PATTERN, REPLACEMENT, SEARCH, REPLACE, OCCURRENCES);

    private MutationFields() {}
}
