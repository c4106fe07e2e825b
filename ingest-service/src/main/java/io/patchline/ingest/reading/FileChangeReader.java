package io.patchline.ingest.reading;

import io.patchline.ingest.json.FieldName;
import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchAction.Matching;
import io.patchline.patch.PatchAction.Occurrences;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads one change of one file. */
public final class FileChangeReader {
    private static final Map<String, Occurrences> OCCURRENCES =
            new TreeMap<>(Map.of("first", Occurrences.FIRST, "all", Occurrences.ALL, "one", Occurrences.ONE));

    private final Fields fields;

    public FileChangeReader(Fields fields) {
        this.fields = fields;
    }

    /** Every field is read, so that every problem is found, before the action is made of them. */
    public Optional<PatchAction> action(MutationForm form, Optional<FilePath> path) {
        Optional<FileMode> mode = fields.get(MutationFields.MODE).flatMap(FileChangeReader::mode);
        return switch (form) {
            case WRITE -> {
                Optional<String> contents = fields.get(MutationFields.CONTENTS).flatMap(FileChangeReader::contents);
                yield path.flatMap(file -> contents.map(text -> new PatchAction.WriteFile(file, text, mode)));
            }
            case DELETE -> path.map(PatchAction.DeleteFile::new);
            case CHANGE_MODE -> path.flatMap(file -> mode.map(bits -> new PatchAction.ChangeMode(file, bits)));
            case REPLACE_PATTERN ->
                replacement(
                        path,
                        sought(MutationFields.PATTERN),
                        text(MutationFields.REPLACEMENT),
                        Matching.PATTERN,
                        occurrences(Occurrences.ALL));
            case REPLACE_BLOCK ->
                replacement(
                        path,
                        sought(MutationFields.SEARCH),
                        text(MutationFields.REPLACE),
                        Matching.BLOCK,
                        occurrences(Occurrences.ONE));
            case INSERT_AFTER -> insertion(path, MutationFields.AFTER, true);
            case INSERT_BEFORE -> insertion(path, MutationFields.BEFORE, false);
        };
    }

    private static Optional<PatchAction> replacement(
            Optional<FilePath> path,
            Optional<String> sought,
            Optional<String> replacement,
            Matching matching,
            Occurrences occurrences) {
        return path.flatMap(file -> sought.flatMap(
                from -> replacement.map(to -> new PatchAction.ReplaceText(file, from, to, matching, occurrences))));
    }

    /** Lines beside others are a hunk: it finds its place by whole lines. */
    private Optional<PatchAction> insertion(Optional<FilePath> path, FieldName beside, boolean after) {
        Optional<String> context = sought(beside).map(text -> marked(text, " "));
        Optional<String> added = sought(MutationFields.ADD).map(text -> marked(text, "+"));
        return path.flatMap(file -> context.flatMap(lines -> added.map(
                more -> new PatchAction.ApplyDiff("@@\n" + (after ? lines + more : more + lines), Optional.of(file)))));
    }

    private static String marked(String text, String mark) {
        return text.replaceFirst("\\r?\\n$", "")
                .lines()
                .map(line -> mark + line + "\n")
                .collect(Collectors.joining());
    }

    private static Optional<String> contents(JsonField place) {
        if (!place.value().isTextual()) {
            place.refuseKind(
                    "a string in double quotes",
                    place.value().isArray()
                            ? "the lines in one string, \"<line>\\n<line>\\n\""
                            : "the file's text, JSON too: \"{\\\"a\\\": 1}\\n\"");
            return Optional.empty();
        }
        return place.text();
    }

    private Optional<String> text(FieldName name) {
        return fields.get(name).flatMap(JsonField::text);
    }

    private Optional<String> sought(FieldName name) {
        Optional<String> text = text(name);
        if (text.filter(String::isEmpty).isPresent()) {
            fields.get(name)
                    .ifPresent(place -> place.refuse(
                            name.equals(MutationFields.ADD)
                                    ? "Is empty, and would change nothing. Write the lines to insert."
                                    : "Is empty, and would be found everywhere. Write the text to find."));
        }
        return text.filter(sought -> !sought.isEmpty());
    }

    private Occurrences occurrences(Occurrences otherwise) {
        return fields.get(MutationFields.OCCURRENCES)
                .flatMap(place -> place.choice(OCCURRENCES))
                .orElse(otherwise);
    }

    private static Optional<FileMode> mode(JsonField place) {
        if (place.value().isNumber()) {
            place.refuse(
                    "A number could be meant as octal or decimal. Write a string of octal digits such as \"0755\".");
            return Optional.empty();
        }
        return place.text(FileMode::parse);
    }
}
