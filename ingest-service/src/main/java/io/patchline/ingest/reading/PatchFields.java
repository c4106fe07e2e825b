package io.patchline.ingest.reading;

import io.patchline.ingest.json.FieldName;
import io.patchline.ingest.json.JsonField;
import io.patchline.ingest.json.QuotedName;
import io.patchline.ingest.json.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The top-level fields of a patch. */
final class PatchFields {
    static final FieldName ID = FieldName.of("id");
    static final FieldName ROLE = FieldName.of("role");
    static final FieldName TARGET_FILE = FieldName.of("target_file", "targetFile");
    static final FieldName PATCH = FieldName.of("patch");
    static final FieldName MUTATIONS = FieldName.of("mutations");
    static final FieldName BUILD = FieldName.of("postMutationBuild", "post_mutation_build");
    static final FieldName LANE = FieldName.of("lane");
    static final FieldName TIMEOUT = FieldName.of("timeout");
    static final FieldName RETRIES = FieldName.of("retries");
    static final FieldName IDEMPOTENT = FieldName.of("idempotent");
    static final FieldName DRY_RUN = FieldName.of("dryRun", "dry_run");
    static final FieldName NETWORK = FieldName.of("network");
    static final FieldName ON_FAILURE = FieldName.of("onFailure", "on_failure");
    static final FieldName DESCRIPTION = FieldName.of("description");
    static final FieldName METADATA = FieldName.of("metadata");
    static final FieldName CALLBACK = FieldName.of("callback");

    static final List<FieldName> ALL = List.of(
            ID,
            ROLE,
            TARGET_FILE,
            PATCH,
            MUTATIONS,
            BUILD,
            LANE,
            TIMEOUT,
            RETRIES,
            IDEMPOTENT,
            DRY_RUN,
            NETWORK,
            ON_FAILURE,
            DESCRIPTION,
            METADATA,
            CALLBACK,
            CommandSettings.CWD,
            CommandSettings.ENV,
            CommandSettings.STRICT);

    /** Fields that say what to do, in a place where nothing would be done. */
    private static final Set<String> MISPLACED = Set.of(
            "contents",
            "content",
            "pattern",
            "replacement",
            "search",
            "replace",
            "old_string",
            "new_string",
            "command",
            "commands",
            "script",
            "shell",
            "run",
            "diff");

    /** Each is compared with every known name, to tell what is misspelt. */
    static final int MOST_UNKNOWN = 200;

    private PatchFields() {}

    /**
     * Notes the unknown fields that must not be kept and passed over: an action in the wrong place, and what is very likely a known field
     * misspelt ({@code dryrun}, {@code time_out}). All others are the submitter's own, and at most {@value #MOST_UNKNOWN}.
     *
     * @param object that has them
     */
    static void refuseMistaken(JsonField object, Map<String, JsonField> unknown) {
        if (unknown.size() > MOST_UNKNOWN) {
            object.refuse("Has " + unknown.size() + " fields that are not known here, and at most " + MOST_UNKNOWN
                    + " are kept with a patch. Put what is yours into \"metadata\".");
            return;
        }
        unknown.forEach((name, place) -> {
            if (MISPLACED.contains(name)) {
                place.refuse(
                        "Would be ignored here. Put a file's change into an item of \"mutations\", a command or a diff into"
                                + " \"patch\" as a string, and commands that follow into \"postMutationBuild\".");
            } else if (!place.problems().isFull()) {
                Suggestions.surelyMeant(name, FieldName.spellings(ALL))
                        .ifPresent(meant -> place.refuse("Would be ignored. Did you mean " + QuotedName.name(meant)
                                + "? If not, put it into \"metadata\"."));
            }
        });
    }
}
