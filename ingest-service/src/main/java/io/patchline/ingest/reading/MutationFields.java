package io.patchline.ingest.reading;

import io.patchline.ingest.json.FieldName;
import java.util.List;
import java.util.stream.Stream;

/** The fields of a mutation: one change of one file, or several in {@code changes}. */
public final class MutationFields {
    static final FieldName PATH =
            FieldName.of("path", "file", "target", "file_path", "filePath", "filename", "target_file", "targetFile");
    static final FieldName OP = FieldName.of("op", "type", "operation", "action");
    public static final FieldName CONTENTS = FieldName.of("contents", "content");
    public static final FieldName MODE = FieldName.of("mode");
    public static final FieldName PATTERN = FieldName.of("pattern");
    public static final FieldName REPLACEMENT = FieldName.of("replacement");
    public static final FieldName SEARCH = FieldName.of("search", "old_string", "old_str", "oldString", "find");
    public static final FieldName REPLACE = FieldName.of("replace", "new_string", "new_str", "newString");
    public static final FieldName OCCURRENCES = FieldName.of("occurrences");
    public static final FieldName AFTER = FieldName.of("after", "insert_after");
    public static final FieldName BEFORE = FieldName.of("before", "insert_before");
    public static final FieldName ADD = FieldName.of("add", "insert");
    static final FieldName CHANGES = FieldName.of("changes", "edits", "replacements");

    /** What a submitter says about a change. It changes nothing, and is kept and shown. */
    public static final List<FieldName> NOTES =
            List.of(FieldName.of("description"), FieldName.of("reason"), FieldName.of("comment"));

    private static final List<FieldName> OF_A_CHANGE =
            List.of(OP, CONTENTS, MODE, PATTERN, REPLACEMENT, SEARCH, REPLACE, OCCURRENCES, AFTER, BEFORE, ADD);

    public static final List<FieldName> ALL = Stream.of(List.of(PATH), OF_A_CHANGE, List.of(CHANGES), NOTES)
            .flatMap(List::stream)
            .toList();

    /** Those of an item of {@code changes}, which is about the file of the mutation around it. */
    static final List<FieldName> IN_CHANGES =
            Stream.of(OF_A_CHANGE, NOTES).flatMap(List::stream).toList();

    private MutationFields() {}
}
