package io.patchline.ingest.reading;

import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a {@code patch} that is a string: a diff, whatever the role; else a command under a command role; else prose, which is refused and
 * never run.
 */
final class PatchTextReader {
    private final Set<String> commandRoles;

    /**
     * @param commandRoles the roles under which a text is run as a command
     */
    PatchTextReader(Set<String> commandRoles) {
        this.commandRoles = new TreeSet<>(commandRoles);
    }

    /** The action; nothing, with the reason among the problems, if there is none. */
    Optional<PatchAction> read(JsonField patch, Optional<JsonField> role, Optional<JsonField> target) {
        String text = patch.value().textValue();
        if (text.isBlank()) {
            patch.refuse("Is empty. Write the command or the diff, or leave \"patch\" out.");
            return Optional.empty();
        }
        Optional<DiffText> diff = DiffText.of(text);
        if (diff.isPresent()) {
            return diff(patch, diff.get(), target);
        }
        return command(patch, role);
    }

    private static Optional<PatchAction> diff(JsonField patch, DiffText diff, Optional<JsonField> target) {
        if (diff.namesFiles()) {
            return Optional.of(new PatchAction.ApplyDiff(diff.text(), Optional.empty()));
        }
        if (target.isEmpty()) {
            patch.refuse(
                    "The diff names no file. Begin it with \"--- a/<path>\" and \"+++ b/<path>\", or give \"target_file\".");
        }
        return target.flatMap(place -> place.text(FilePath::new))
                .map(file -> new PatchAction.ApplyDiff(diff.text(), Optional.of(file)));
    }

    private Optional<PatchAction> command(JsonField patch, Optional<JsonField> role) {
        String begin = patch.value().textValue().stripLeading();
        if (begin.startsWith("{\"")) {
            patch.refuse("This is JSON within a string. Send it as an object, without the quotes around it.");
        } else if (role.isEmpty()) {
            patch.sibling("role")
                    .refuseToRun(
                            "Is missing. A text in \"patch\" that is no diff is run as a command only under the role "
                                    + QuotedName.names(commandRoles) + ".");
        } else if (!commandRoles.contains(role.get().value().asText())) {
            refuseProse(patch, role.get().value().asText());
        } else if (begin.startsWith("```")) {
            patch.refuse(
                    "The command stands in a Markdown fence, which the shell would run. Send it without the ``` lines.");
        } else {
            return BuildReader.command(patch);
        }
        return Optional.empty();
    }

    private void refuseProse(JsonField patch, String role) {
        patch.refuseToRun(
                "This is neither a diff nor, under its role, a command, and is not run. A command needs the role "
                        + QuotedName.names(commandRoles) + "." + Suggestions.question(role, commandRoles)
                        + " A diff begins with \"--- \", \"diff --git \", \"@@\" or \"*** Begin Patch\", without prose before it.");
    }
}
