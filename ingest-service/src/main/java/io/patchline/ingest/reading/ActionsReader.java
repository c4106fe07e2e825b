package io.patchline.ingest.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.patch.PatchAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the steps of a patch, in the order in which they run: the mutations (those at the top, then those under {@code patch}), the patch
 * itself, the build (the one under {@code patch}, then the one at the top).
 */
final class ActionsReader {
    private static final List<FieldName> SET = List.of(PatchFields.MUTATIONS, PatchFields.BUILD);

    private final PatchTextReader textReader;

    /**
     * @param commandRoles the roles under which a text is run as a command
     */
    ActionsReader(Set<String> commandRoles) {
        this.textReader = new PatchTextReader(commandRoles);
    }

    /** The actions; at least one, or the reason is among the problems. */
    List<PatchAction> read(Submission submission) {
        Fields fields = submission.fields();
        Optional<JsonField> target = fields.get(PatchFields.TARGET_FILE);
        List<PatchAction> actions = new ArrayList<>();
        fields.get(PatchFields.MUTATIONS).ifPresent(list -> actions.addAll(mutations(list, target)));
        fields.get(PatchFields.PATCH).ifPresent(patch -> actions.addAll(patch(patch, fields)));
        fields.get(PatchFields.BUILD).ifPresent(build -> actions.addAll(BuildReader.read(build)));
        if (actions.isEmpty() && nothingIsSaidIn(fields)) {
            submission
                    .object()
                    .field("patch")
                    .refuseToRun(
                            "There is nothing to do. Give \"patch\" (a command under a command role, a diff, or an object"
                                    + " with \"pattern\" and \"replacement\"), \"mutations\" (a list of file changes) or"
                                    + " \"postMutationBuild\" (commands).");
        }
        return actions;
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

    private List<PatchAction> patch(JsonField patch, Fields fields) {
        Optional<JsonField> target = fields.get(PatchFields.TARGET_FILE);
        if (patch.value().isObject()) {
            boolean isSet = FieldName.spellings(SET).stream().anyMatch(patch.value()::has);
            return isSet
                    ? set(patch, target)
                    : MutationReader.read(patch, target).stream().toList();
        }
        if (patch.value().isTextual()) {
            return textReader.read(patch, fields.get(PatchFields.ROLE), target).stream()
                    .toList();
        }
        patch.refuseKind(
                "a string (a command or a diff) or an object (a replacement, or \"mutations\" and \"postMutationBuild\")");
        return List.of();
    }

    private static List<PatchAction> set(JsonField patch, Optional<JsonField> target) {
        Fields fields = Fields.of(patch, SET);
        fields.refuseOthers("a \"patch\" with mutations or a build", SET);
        Stream<PatchAction> mutations =
                fields.get(PatchFields.MUTATIONS).stream().flatMap(list -> mutations(list, target).stream());
        Stream<PatchAction> build =
                fields.get(PatchFields.BUILD).stream().flatMap(place -> BuildReader.read(place).stream());
        return Stream.concat(mutations, build).toList();
    }

    private static List<PatchAction> mutations(JsonField list, Optional<JsonField> target) {
        if (!list.value().isArray()) {
            list.refuseKind("a list of file changes");
            return List.of();
        }
        return list.items()
                .flatMap(item -> MutationReader.read(item, target).stream())
                .toList();
    }
}
