package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
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
 * @param pointers where each action stands in the submitted JSON (RFC 6901), for whoever tells of a problem; none where that is not known
 * @param workspace where it is carried out; absent: the only workspace of the executors, else {@link WorkspaceName#DEFAULT}
 * @param commit how it becomes a commit, where the submitter said something of that; only for a git workspace
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
        Map<String, Object> extra,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<String> pointers,

        Optional<WorkspaceName> workspace,
        Optional<CommitOptions> commit) {

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
        pointers = List.copyOf(pointers);
        Text.require(
                pointers.isEmpty() || pointers.size() == actions.size(), "pointers", "must be one for each action");
    }

    /** A patch of which it is not known where its actions stand in the submitted JSON. */
    public Patch(
            PatchId id,
            Optional<String> role,
            Optional<String> targetFile,
            Lane lane,
            List<PatchAction> actions,
            RunOptions options,
            Optional<String> description,
            Map<String, Object> metadata,
            Optional<CallbackUrl> callback,
            Map<String, Object> extra) {
        this(
                id,
                role,
                targetFile,
                lane,
                actions,
                options,
                description,
                metadata,
                callback,
                extra,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Where the action stands in the submitted JSON; {@code /actions/<index>} where that is not known. */
    public String pointer(int action) {
        return pointers.isEmpty() ? "/actions/" + action : pointers.get(action);
    }

    /** The same patch, to be carried out so. */
    public Patch with(RunOptions other) {
        return new Patch(
                id,
                role,
                targetFile,
                lane,
                actions,
                other,
                description,
                metadata,
                callback,
                extra,
                pointers,
                workspace,
                commit);
    }

    /** How it becomes a commit. */
    public CommitOptions commitOptions() {
        return commit.orElse(CommitOptions.NONE);
    }

    private static Map<String, Object> sorted(Map<String, Object> fields) {
        return Collections.unmodifiableMap(new TreeMap<>(fields));
    }
}
