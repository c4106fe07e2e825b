package io.patchline.ingest.reading;

import io.patchline.patch.PatchAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads {@code postMutationBuild}: {@code {"shell": [...]}}, {@code {"commands": [...]}}, {@code {"run": [...]}}, a string or a list of
 * strings. Each string is a command of its own; the first that fails ends the patch.
 */
final class BuildReader {
    private static final List<FieldName> LISTS =
            List.of(FieldName.of("shell"), FieldName.of("commands"), FieldName.of("run"));

    private BuildReader() {}

    /** The commands that can be read; what is wrong with the others is noted. */
    static List<PatchAction> read(JsonField build) {
        return build.value().isObject() ? named(build) : commands(build);
    }

    private static List<PatchAction> named(JsonField build) {
        Fields fields = Fields.of(build, LISTS);
        fields.refuseOthers("a build", LISTS);
        Map<FieldName, JsonField> given = fields.given();
        if (given.isEmpty()) {
            build.refuse("Says nothing. Give \"shell\" with a list of commands.");
        }
        given.values().stream()
                .skip(1)
                .forEach(
                        second -> second.refuse("Which list comes first is not said. Put all commands into one list."));
        return given.values().stream().flatMap(list -> commands(list).stream()).toList();
    }

    private static List<PatchAction> commands(JsonField place) {
        if (!place.value().isArray() && !place.value().isTextual()) {
            place.refuseKind("a command (a string) or a list of commands");
            return List.of();
        }
        Stream<JsonField> items = place.value().isArray() ? place.items() : Stream.of(place);
        return items.flatMap(item -> command(item).stream()).toList();
    }

    /** A command. Blank text is refused: it would succeed and do nothing. */
    static Optional<PatchAction> command(JsonField place) {
        return place.text(PatchAction.RunCommand::new);
    }
}
