package io.patchline.ingest.reading;

import io.patchline.ingest.json.FieldName;
import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import io.patchline.patch.WorkspaceRoots;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads commands: {@code postMutationBuild}, or an item of {@code mutations}. They are {@code {"shell": [...]}}, {@code {"commands": [...]}},
 * {@code {"run": [...]}}, a string or a list of strings. Each string is a command of its own; the first that fails ends the patch.
 */
final class BuildReader {
    static final List<FieldName> LISTS =
            List.of(FieldName.of("shell"), FieldName.of("commands", "command"), FieldName.of("run", "cmd"));
    private static final List<FieldName> FIELDS = Stream.of(LISTS, CommandSettings.FIELDS, MutationFields.NOTES)
            .flatMap(List::stream)
            .toList();

    private final CommandSettings settings;
    private final WorkspaceRoots roots;
    private final ChangeNotes notes;
    private final TakenOver taken;

    BuildReader(CommandSettings settings, WorkspaceRoots roots, ChangeNotes notes, TakenOver taken) {
        this.settings = settings;
        this.roots = roots;
        this.notes = notes;
        this.taken = taken;
    }

    /** The commands that can be read; what is wrong with the others is noted. */
    List<PlacedAction> read(JsonField build) {
        return build.value().isObject() ? named(build, FIELDS, settings) : commands(build, settings);
    }

    /**
     * The commands of an object.
     *
     * @param known the fields that it may have
     */
    List<PlacedAction> named(JsonField build, List<FieldName> known) {
        return named(build, known, settings);
    }

    private List<PlacedAction> named(JsonField build, List<FieldName> known, CommandSettings around) {
        Fields fields = Fields.of(build, known);
        fields.refuseOthers("a list of commands", FIELDS);
        notes.keep(build, fields);
        List<Map.Entry<FieldName, JsonField>> given = fields.given().entrySet().stream()
                .filter(field -> LISTS.contains(field.getKey()))
                .toList();
        if (given.isEmpty()) {
            build.refuse(
                    "Says nothing. Give \"shell\" with a list of commands: {\"shell\": [\"make\", \"make test\"]}.");
        }
        given.stream()
                .skip(1)
                .forEach(
                        second -> second.getValue()
                                .refuse(
                                        "Which list comes first is not said. Put all commands into one list: {\"shell\": [\"<first>\", \"<second>\"]}."));
        CommandSettings own = around.with(fields, roots);
        return given.stream()
                .flatMap(list -> commands(list.getValue(), own).stream())
                .toList();
    }

    private List<PlacedAction> commands(JsonField place, CommandSettings settings) {
        if (!place.value().isArray() && !place.value().isTextual()) {
            place.refuseKind("a command (a string) or a list of commands", "\"make\" or [\"make\", \"make test\"]");
            return List.of();
        }
        Stream<JsonField> items = place.value().isArray() ? place.items() : Stream.of(place);
        return items.flatMap(item -> command(item, settings).stream()).toList();
    }

    /** One of a list: a string, or an object with one and what it needs, as a step of a workflow is. */
    private List<PlacedAction> command(JsonField item, CommandSettings settings) {
        if (item.value().isObject()) {
            return named(item, FIELDS, settings);
        }
        if (!item.value().isTextual()) {
            item.refuseKind("a command as a string in double quotes", "[\"make\", \"make test\"]");
            return List.of();
        }
        if (!taken.isRoomFor(settings, item)) {
            return List.of();
        }
        return CommandText.read(item, settings).stream()
                .map(action -> PlacedAction.at(item, action))
                .toList();
    }
}
