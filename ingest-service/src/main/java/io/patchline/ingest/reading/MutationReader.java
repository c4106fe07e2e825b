package io.patchline.ingest.reading;

import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchAction.Matching;
import io.patchline.patch.PatchAction.Occurrences;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a mutation. One that names no file is about the patch's {@code target_file}. */
final class MutationReader {
    private static final Map<String, Occurrences> OCCURRENCES =
            new TreeMap<>(Map.of("first", Occurrences.FIRST, "all", Occurrences.ALL, "one", Occurrences.ONE));

    private final Fields fields;

    private MutationReader(Fields fields) {
        this.fields = fields;
    }

    /**
     * The action; nothing, with the reason among the problems, if it cannot be read.
     *
     * @param target the patch's {@code target_file}
     */
    static Optional<PatchAction> read(JsonField item, Optional<JsonField> target) {
        if (!item.value().isObject()) {
            item.refuseKind("an object: one change of one file");
            return Optional.empty();
        }
        Fields fields = Fields.of(item, MutationFields.ALL);
        fields.refuseOthers("a file change", MutationFields.ALL);
        Optional<JsonField> named = fields.get(MutationFields.PATH).or(() -> target);
        if (named.isEmpty()) {
            item.field("path").refuse("Is missing. Name the file, here or in the patch's \"target_file\".");
        }
        Optional<FilePath> path = named.flatMap(place -> place.text(FilePath::new));
        Optional<MutationForm> form = MutationForm.of(item, fields);
        return form.flatMap(known -> new MutationReader(fields).action(known, path));
    }

    /** Every field is read, so that every problem is found, before the action is made of them. */
    private Optional<PatchAction> action(MutationForm form, Optional<FilePath> path) {
        Optional<FileMode> mode = fields.get(MutationFields.MODE).flatMap(MutationReader::mode);
        return switch (form) {
            case WRITE -> {
                Optional<String> contents = text(MutationFields.CONTENTS);
                yield path.flatMap(file -> contents.map(text -> new PatchAction.WriteFile(file, text, mode)));
            }
            case DELETE -> path.map(PatchAction.DeleteFile::new);
            case CHANGE_MODE -> path.flatMap(file -> mode.map(bits -> new PatchAction.ChangeMode(file, bits)));
            case REPLACE_PATTERN -> {
                Optional<String> pattern = sought(MutationFields.PATTERN);
                Optional<String> replacement = text(MutationFields.REPLACEMENT);
                Occurrences occurrences = occurrences(Occurrences.ALL);
                yield path.flatMap(file -> pattern.flatMap(from -> replacement.map(
                        to -> new PatchAction.ReplaceText(file, from, to, Matching.PATTERN, occurrences))));
            }
            case REPLACE_BLOCK -> {
                Optional<String> search = sought(MutationFields.SEARCH);
                Optional<String> replace = text(MutationFields.REPLACE);
                Occurrences occurrences = occurrences(Occurrences.ONE);
                yield path.flatMap(file -> search.flatMap(from ->
                        replace.map(to -> new PatchAction.ReplaceText(file, from, to, Matching.BLOCK, occurrences))));
            }
        };
    }

    private Optional<String> text(FieldName name) {
        return fields.get(name).flatMap(JsonField::text);
    }

    private Optional<String> sought(FieldName name) {
        Optional<String> text = text(name);
        if (text.filter(String::isEmpty).isPresent()) {
            fields.get(name)
                    .ifPresent(place ->
                            place.refuse("Is empty, and would be found everywhere. Write the text to replace."));
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
