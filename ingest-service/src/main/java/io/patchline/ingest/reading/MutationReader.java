package io.patchline.ingest.reading;

import io.patchline.ingest.json.FieldName;
import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import io.patchline.patch.FilePath;
import io.patchline.patch.WorkspaceRoots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads items of {@code mutations}. One that names no file is about the patch's {@code target_file}. */
final class MutationReader {
    private static final List<FieldName> COMMAND_ITEM = Stream.of(
                    BuildReader.LISTS, CommandSettings.FIELDS, MutationFields.NOTES, List.of(MutationFields.OP))
            .flatMap(List::stream)
            .toList();

    private final Optional<JsonField> target;
    private final WorkspaceRoots roots;
    private final BuildReader commands;
    private final ChangeNotes notes;

    /**
     * @param target the patch's {@code target_file}
     */
    MutationReader(Optional<JsonField> target, WorkspaceRoots roots, BuildReader commands, ChangeNotes notes) {
        this.target = target;
        this.roots = roots;
        this.commands = commands;
        this.notes = notes;
    }

    /** The actions, in order; what cannot be read is among the problems. */
    List<PlacedAction> readAll(JsonField list) {
        if (!list.value().isArray()) {
            list.refuseKind("a list of file changes", "[{\"path\": \"<path>\", \"contents\": \"<text>\"}]");
            return List.of();
        }
        return list.items().flatMap(item -> read(item).stream()).toList();
    }

    /** The actions of one item: one, unless it has {@code changes} or commands. */
    List<PlacedAction> read(JsonField item) {
        if (!item.value().isObject()) {
            item.refuseKind("an object: one change of one file", "{\"path\": \"<path>\", \"contents\": \"<text>\"}");
            return List.of();
        }
        if (isCommand(item)) {
            return commands.named(item, COMMAND_ITEM);
        }
        Fields fields = Fields.of(item, MutationFields.ALL);
        fields.refuseOthers("a file change", MutationFields.ALL, FieldHints::of);
        notes.keep(item, fields);
        Optional<FilePath> path = path(item, fields);
        return fields.get(MutationFields.CHANGES)
                .map(changes -> several(fields, changes, path))
                .orElseGet(() -> one(item, fields, path));
    }

    private static boolean isCommand(JsonField item) {
        boolean list = FieldName.spellings(BuildReader.LISTS).stream().anyMatch(item.value()::hasNonNull);
        return list
                && MutationFields.OP.spellings().stream()
                        .filter(item.value()::hasNonNull)
                        .map(item::field)
                        .allMatch(MutationOp::isCommand);
    }

    private Optional<FilePath> path(JsonField item, Fields fields) {
        Optional<JsonField> named = fields.get(MutationFields.PATH).or(() -> target);
        if (named.isEmpty()) {
            item.field("path").refuse("Is missing. Name the file, here or in the patch's \"target_file\".");
        }
        Optional<FilePath> path = named.flatMap(place -> place.text(roots::path));
        if (path.isEmpty()) {
            refuseTargetToo(named);
        }
        return path;
    }

    /** The same fault in the patch's target is reported there too, so that both are mended at once. */
    private void refuseTargetToo(Optional<JsonField> named) {
        target.filter(place -> place.value().isTextual())
                .filter(place ->
                        named.filter(path -> path.value().equals(place.value())).isPresent())
                .ifPresent(place -> place.text(roots::path));
    }

    private List<PlacedAction> several(Fields outer, JsonField changes, Optional<FilePath> path) {
        for (Map.Entry<FieldName, JsonField> field : outer.given().entrySet()) {
            FieldName name = field.getKey();
            boolean beside = name.equals(MutationFields.PATH)
                    || name.equals(MutationFields.CHANGES)
                    || MutationFields.NOTES.contains(name)
                    || name.equals(MutationFields.OP);
            if (!beside) {
                field.getValue().refuse("Does not go with \"changes\". Put it into an item of its own.");
            }
        }
        outer.get(MutationFields.OP)
                .flatMap(MutationOp::of)
                .flatMap(MutationOp::form)
                .ifPresent(form -> outer.get(MutationFields.OP)
                        .ifPresent(place ->
                                place.refuse("Does not go with \"changes\", which edit a file. Leave it out.")));
        if (!changes.value().isArray() || changes.value().isEmpty()) {
            changes.refuse(
                    "Must be a list of changes of the file: [{\"search\": \"<text>\", \"replace\": \"<text>\"}].");
            return List.of();
        }
        return changes.items().flatMap(item -> inChanges(item, path).stream()).toList();
    }

    private List<PlacedAction> inChanges(JsonField item, Optional<FilePath> path) {
        if (!item.value().isObject()) {
            item.refuseKind("an object", "{\"search\": \"<text>\", \"replace\": \"<text>\"}");
            return List.of();
        }
        Fields fields = Fields.of(item, MutationFields.IN_CHANGES);
        fields.refuseOthers("a change", MutationFields.IN_CHANGES, FieldHints::of);
        notes.keep(item, fields);
        return one(item, fields, path);
    }

    private static List<PlacedAction> one(JsonField item, Fields fields, Optional<FilePath> path) {
        return MutationForm.of(item, fields)
                .flatMap(form -> new FileChangeReader(fields).action(form, path))
                .map(action -> PlacedAction.at(item, action))
                .stream()
                .toList();
    }
}
