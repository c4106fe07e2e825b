package io.patchline.ingest.reading;

import io.patchline.ingest.json.FieldName;
import io.patchline.ingest.json.JsonField;
import io.patchline.ingest.json.QuotedName;
import io.patchline.ingest.json.Suggestions;
import java.util.List;
import java.util.Map;

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
    static final FieldName WORKSPACE = FieldName.of("workspace");
    static final FieldName BASE = FieldName.of("base");
    static final FieldName REVIEW = FieldName.of("review");
    static final FieldName MESSAGE = FieldName.of("message");

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
            WORKSPACE,
            BASE,
            REVIEW,
            MESSAGE,
            CommandSettings.CWD,
            CommandSettings.ENV,
            CommandSettings.STRICT);

    private static final String A_CHANGE =
            "an item of \"mutations\": [{\"path\": \"<path>\", \"contents\": \"<text>\"}], or \"search\" and \"replace\" instead of \"contents\".";

    private static final String A_COMMAND =
            "\"patch\" as a string, under a command role: \"role\": \"command_patch\", \"patch\": \"<command>\". Commands that follow go into"
                    + " \"postMutationBuild\": [\"<command>\"].";

    /** Fields that say what to do, in a place where nothing would be done, and where they go. */
    private static final Map<String, String> MISPLACED = Map.ofEntries(
            Map.entry("contents", A_CHANGE),
            Map.entry("content", A_CHANGE),
            Map.entry(
                    "pattern",
                    "\"patch\" as an object: {\"pattern\", \"replacement\"}, with \"target_file\" beside it."),
            Map.entry(
                    "replacement",
                    "\"patch\" as an object: {\"pattern\", \"replacement\"}, with \"target_file\" beside it."),
            Map.entry("search", A_CHANGE),
            Map.entry("replace", A_CHANGE),
            Map.entry("old_string", A_CHANGE),
            Map.entry("new_string", A_CHANGE),
            Map.entry("changes", A_CHANGE),
            Map.entry("edits", A_CHANGE),
            Map.entry("files", A_CHANGE),
            Map.entry("command", A_COMMAND),
            Map.entry("commands", A_COMMAND),
            Map.entry("script", A_COMMAND),
            Map.entry("shell", A_COMMAND),
            Map.entry("run", A_COMMAND),
            Map.entry("diff", "\"patch\" as a string."));

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
            String goes = MISPLACED.get(name);
            if (goes != null) {
                place.refuse("Would be ignored here. Put it into " + goes);
            } else if (!place.problems().isFull()) {
                Suggestions.surelyMeant(name, FieldName.spellings(ALL))
                        .ifPresent(meant -> place.refuse("Would be ignored. Did you mean " + QuotedName.name(meant)
                                + "? If not, put it into \"metadata\"."));
            }
        });
    }
}
