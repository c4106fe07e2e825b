package io.patchline.ingest.reading;

import io.patchline.ingest.json.Fields;
import io.patchline.ingest.json.JsonField;
import io.patchline.ingest.json.QuotedName;
import io.patchline.ingest.json.Suggestions;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import io.patchline.patch.WorkspaceRoots;
import io.patchline.recognition.Recognition;
import io.patchline.recognition.TextRecognizer;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a {@code patch} that is a string: a patch text, whatever the role; else a command under a command role; else prose, which is refused and
 * never run.
 */
final class PatchTextReader {
    private final Set<String> commandRoles;
    private final WorkspaceRoots roots;

    /**
     * @param commandRoles the roles under which a text is run as a command
     */
    PatchTextReader(Set<String> commandRoles, WorkspaceRoots roots) {
        this.commandRoles = new TreeSet<>(commandRoles);
        this.roots = roots;
    }

    /** The action; nothing, with the reason among the problems, if there is none. */
    Optional<PatchAction> read(Submission submission, JsonField patch, CommandSettings settings) {
        String text = patch.value().textValue();
        if (text.isBlank()) {
            patch.refuse("Is empty. Write the command or the diff, or leave \"patch\" out.");
            return Optional.empty();
        }
        Fields fields = submission.fields();
        return switch (TextRecognizer.recognize(text)) {
            case Recognition.PatchText diff -> diff(patch, diff, fields.get(PatchFields.TARGET_FILE));
            case Recognition.Unusable unusable -> refused(patch, unusable);
            case Recognition.Command command ->
                mayRun(submission, patch) ? CommandText.read(patch, settings) : Optional.empty();
        };
    }

    private static Optional<PatchAction> refused(JsonField patch, Recognition.Unusable unusable) {
        patch.refuse(unusable.detail());
        return Optional.empty();
    }

    /** A target file that is no path in the workspace is only a name of a lane, unless the diff needs it. */
    private Optional<PatchAction> diff(JsonField patch, Recognition.PatchText diff, Optional<JsonField> target) {
        if (diff.namesFiles()) {
            return Optional.of(new PatchAction.ApplyDiff(diff.text(), target.flatMap(this::pathIfAny)));
        }
        if (target.isEmpty()) {
            patch.refuse(
                    "The diff names no file. Begin it with \"--- a/<path>\" and \"+++ b/<path>\" (a search and replace block: with a line with the path),"
                            + " or give \"target_file\".");
        }
        return target.flatMap(place -> place.text(roots::path))
                .map(file -> new PatchAction.ApplyDiff(diff.text(), Optional.of(file)));
    }

    private Optional<FilePath> pathIfAny(JsonField target) {
        try {
            return Optional.of(roots.path(target.value().asText()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean mayRun(Submission submission, JsonField patch) {
        Optional<String> role = submission
                .fields()
                .get(PatchFields.ROLE)
                .map(place -> place.value().asText());
        if (role.isEmpty()) {
            patch.sibling("role")
                    .refuseToRun(
                            "Is missing. A text in \"patch\" that is no diff is run as a command only under a command role: add \"role\": "
                                    + QuotedName.names(commandRoles) + ".");
            return false;
        }
        if (!commandRoles.contains(role.get())) {
            refuseProse(patch, role.get());
            return false;
        }
        if (submission.wrapper().isPresent()) {
            String wrapper = QuotedName.name(submission.wrapper().get());
            patch.refuseToRun("A command is not run from within " + wrapper + ". Send the object in " + wrapper
                    + " itself: {\"id\": …, \"role\": " + QuotedName.name(role.get()) + ", \"patch\": \"<command>\"}.");
            return false;
        }
        return true;
    }

    private void refuseProse(JsonField patch, String role) {
        patch.refuseToRun(
                "This is neither a diff nor, under its role, a command, and is not run. To run it as a command, give it a command role: \"role\": "
                        + QuotedName.names(commandRoles) + "." + Suggestions.question(role, commandRoles)
                        + " A diff begins with \"--- a/<path>\", \"diff --git \", \"@@\", \"*** Begin Patch\" or \"<<<<<<< SEARCH\".");
    }
}
