package io.patchline.ingest.reading;

import io.patchline.ingest.json.FieldName;
import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction.RunCommand;
import io.patchline.patch.WorkspaceRoots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the commands of a patch, or of a part of it, are run.
 *
 * @param cwd the directory in the workspace; absent: the workspace itself
 * @param env variables that they see
 * @param strict whether they run under {@code set -euo pipefail}
 */
public record CommandSettings(Optional<FilePath> cwd, Map<String, String> env, boolean strict) {
    public static final FieldName CWD =
            FieldName.of("cwd", "workdir", "working_directory", "workingDirectory", "working_dir");
    public static final FieldName ENV = FieldName.of("env", "environment");
    public static final FieldName STRICT = FieldName.of("strict");
    public static final List<FieldName> FIELDS = List.of(CWD, ENV, STRICT);

    /** These, with what the object says otherwise; its variables are added. */
    public CommandSettings with(Fields fields, WorkspaceRoots roots) {
        Optional<FilePath> directory =
                fields.get(CWD).map(place -> directory(place, roots)).orElse(cwd);
        Map<String, String> variables = new LinkedHashMap<>(env);
        fields.get(ENV).ifPresent(place -> variables.putAll(variables(place)));
        boolean strictly = fields.get(STRICT).flatMap(JsonField::flag).orElse(strict);
        return new CommandSettings(directory, variables, strictly);
    }

    RunCommand command(String script) {
        return new RunCommand(script, cwd, env, strict);
    }

    private static Optional<FilePath> directory(JsonField place, WorkspaceRoots roots) {
        String text = place.value().asText();
        boolean workspace = place.value().isTextual()
                && (text.matches("(?:\\./?)++") || roots.roots().contains(text.replaceAll("/$", "")));
        return workspace ? Optional.empty() : place.text(written -> roots.path(withoutSlashes(written)));
    }

    /** The text without slashes at its end, unless it has nothing else. */
    private static String withoutSlashes(String written) {
        int end = written.length();
        while (end > 1 && written.charAt(end - 1) == '/') {
            end--;
        }
        return written.substring(0, end);
    }

    private static Map<String, String> variables(JsonField place) {
        if (!place.value().isObject()) {
            place.refuseKind("an object of variables", "{\"NAME\": \"value\"}");
            return Map.of();
        }
        if (place.value().size() > RunCommand.MAX_VARIABLES) {
            place.refuse("The env must have at most " + RunCommand.MAX_VARIABLES + " variables.");
            return Map.of();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        place.value()
                .fieldNames()
                .forEachRemaining(name -> place.field(name)
                        .text()
                        .ifPresent(value -> checked(place, name, value).ifPresent(good -> variables.put(name, good))));
        return variables;
    }

    private static Optional<String> checked(JsonField place, String name, String value) {
        try {
            return Optional.ofNullable(new RunCommand("true", Optional.empty(), Map.of(name, value), false)
                    .env()
                    .get(name));
        } catch (IllegalArgumentException e) {
            place.field(name).refuse("The " + e.getMessage() + ".");
            return Optional.empty();
        }
    }
}
