package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was asked. Its JSON is the body of the message in the lane queue, in the log and in {@code patches.dead}, the same bytes in each.
 * It holds only what the submitter said, so that the same submission is the same bytes: when and by whom it was accepted travels in
 * the message's headers.
 *
 * @param role what the submitter called the kind of patch: 1 to {@value #MAX_ROLE_CHARACTERS} characters, no control characters
 * @param targetFile what the submitter named as its target: any text, not necessarily a path in the workspace; the same bounds as a
 *     {@link Lane}
 * @param actions the steps in the order in which they run: at least one
 * @param description a note for people, of any length
 * @param metadata the submitter's own notes, kept and shown
 * @param callback where its outcome is to be sent
 * @param extra the top-level fields that Patchline does not know, kept and shown
 */
public record Patch(
        PatchId id,
        Optional<String> role,
        @JsonProperty("target_file") Optional<String> targetFile,
        Lane lane,
        List<PatchAction> actions,
        RunOptions options,
        Optional<String> description,
        Map<String, Object> metadata,
        Optional<CallbackUrl> callback,
        Map<String, Object> extra) {

    /** The longest role, in characters (code points). */
    public static final int MAX_ROLE_CHARACTERS = 200;

    /**
     * @throws IllegalArgumentException if there is no action or a text breaks the rules above
     */
    public Patch {
        role.ifPresent(text -> Text.oneLine("role", text, MAX_ROLE_CHARACTERS));
        targetFile.ifPresent(text -> Text.oneLine("target_file", text, Lane.MAX_CHARACTERS));
        description.ifPresent(text -> Text.wellFormed("description", text));
        actions = List.copyOf(actions);
        Text.require(!actions.isEmpty(), "actions", "must not be empty: a patch that does nothing is no patch");
        metadata = sorted(metadata);
        extra = sorted(extra);
    }

    private static Map<String, Object> sorted(Map<String, Object> fields) {
        return Collections.unmodifiableMap(new TreeMap<>(fields));
    }
}
