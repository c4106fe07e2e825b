package io.patchline.ingest.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.json.FieldName;
import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import io.patchline.patch.PatchAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the steps of a patch, in the order in which they run: the mutations (those at the top, then those under {@code patch}), the patch
 * itself, the build (the one under {@code patch}, then the one at the top).
 */
final class ActionsReader {
    private static final List<FieldName> SET = List.of(PatchFields.MUTATIONS, PatchFields.BUILD);

    private final ValidationRules rules;
    private final PatchTextReader textReader;

    ActionsReader(ValidationRules rules) {
        this.rules = rules;
        this.textReader = new PatchTextReader(rules.commandRoles(), rules.roots());
    }

    /**
     * The actions; at least one, or the reason is among the problems.
     *
     * @param notes takes what is said about single changes
     */
    List<PlacedAction> read(Submission submission, ChangeNotes notes) {
        Fields fields = submission.fields();
        CommandSettings settings =
                new CommandSettings(Optional.empty(), Map.of(), rules.strict()).with(fields, rules.roots());
        TakenOver taken = new TakenOver();
        BuildReader commands = new BuildReader(settings, rules.roots(), notes, taken);
        MutationReader mutations =
                new MutationReader(fields.get(PatchFields.TARGET_FILE), rules.roots(), commands, notes);
        List<PlacedAction> actions = new ArrayList<>();
        fields.get(PatchFields.MUTATIONS).ifPresent(list -> actions.addAll(mutations.readAll(list)));
        fields.get(PatchFields.PATCH)
                .ifPresent(patch -> actions.addAll(
                        patch.value().isTextual()
                                ? text(submission, patch, settings)
                                : patch(patch, mutations, commands)));
        fields.get(PatchFields.BUILD).ifPresent(build -> actions.addAll(commands.read(build)));
        if (actions.isEmpty() && nothingIsSaidIn(fields)) {
            refuseNothing(submission);
        }
        refuseSettingsOfNoCommand(fields, actions);
        JsonField changes = submission.object().field("mutations");
        actions.stream().flatMap(placed -> placed.action().file().stream()).forEach(file -> taken.add(file, changes));
        return actions;
    }

    private static void refuseNothing(Submission submission) {
        submission
                .object()
                .field("patch")
                .refuseToRun(
                        "There is nothing to do. Give \"patch\" (a command under the role \"command_patch\", a diff, or an object"
                                + " with \"pattern\" and \"replacement\"), \"mutations\" ([{\"path\", \"contents\"}]) or"
                                + " \"postMutationBuild\" ([\"<command>\"]).");
    }

    /** A directory or variables for commands, of which there are none, would be ignored. */
    private static void refuseSettingsOfNoCommand(Fields fields, List<PlacedAction> actions) {
        boolean runs = actions.stream().map(PlacedAction::action).anyMatch(PatchAction.RunCommand.class::isInstance);
        if (!runs && !actions.isEmpty()) {
            CommandSettings.FIELDS.forEach(
                    name -> fields.get(name)
                            .ifPresent(
                                    place -> place.refuse(
                                            "Would be ignored: this patch has no command. Leave it out; paths are relative to the workspace.")));
        }
    }

    /** Whether there is nothing but empty lists: what says something that cannot be read has had its problem noted. */
    private static boolean nothingIsSaidIn(Fields fields) {
        return Stream.of(PatchFields.MUTATIONS, PatchFields.PATCH, PatchFields.BUILD)
                .flatMap(name -> fields.get(name).stream())
                .allMatch(place -> isNothing(place.value()));
    }

    private static boolean isNothing(JsonNode value) {
        return switch (value) {
            case NullNode none -> true;
            case ArrayNode list -> list.isEmpty();
            case ObjectNode object -> !object.isEmpty() && object.valueStream().allMatch(ActionsReader::isNothing);
            default -> false;
        };
    }

    private List<PlacedAction> text(Submission submission, JsonField patch, CommandSettings settings) {
        return textReader.read(submission, patch, settings).stream()
                .map(action -> PlacedAction.at(patch, action))
                .toList();
    }

    private static List<PlacedAction> patch(JsonField patch, MutationReader mutations, BuildReader commands) {
        if (!patch.value().isObject()) {
            patch.refuseKind(
                    "a string (a command or a diff) or an object (a replacement, or \"mutations\" and \"postMutationBuild\")",
                    patch.value().isArray()
                            ? "commands go into one string, a line each, or into \"postMutationBuild\": [\"<command>\", \"<command>\"]; changes of files into"
                                    + " \"mutations\": [{\"path\": \"<path>\", \"contents\": \"<text>\"}]"
                            : "\"role\": \"command_patch\", \"patch\": \"<command>\"");
            return List.of();
        }
        if (FieldName.spellings(BuildReader.LISTS).stream().anyMatch(patch.value()::hasNonNull)) {
            patch.refuse(
                    "A command is the string in \"patch\" itself, under a command role: \"patch\": \"<command>\". Several go into"
                            + " \"postMutationBuild\": [\"<command>\", \"<command>\"].");
            return List.of();
        }
        boolean isSet = FieldName.spellings(SET).stream().anyMatch(patch.value()::has);
        return isSet ? set(patch, mutations, commands) : mutations.read(patch);
    }

    private static List<PlacedAction> set(JsonField patch, MutationReader mutations, BuildReader commands) {
        Fields fields = Fields.of(patch, SET);
        fields.refuseOthers("a \"patch\" with mutations or a build", SET);
        Stream<PlacedAction> changes =
                fields.get(PatchFields.MUTATIONS).stream().flatMap(list -> mutations.readAll(list).stream());
        Stream<PlacedAction> build =
                fields.get(PatchFields.BUILD).stream().flatMap(place -> commands.read(place).stream());
        return Stream.concat(changes, build).toList();
    }
}
