package io.patchline.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.ExitCode;
import java.util.Set;

/** The states of a patch, as the API names them. */
public final class PatchStates {
    private static final Set<String> GOING_ON = Set.of("queued", "running", "retrying", "awaiting_review");

    private PatchStates() {}

    static boolean isOver(JsonNode patch) {
        return !GOING_ON.contains(patch.path("status").asText());
    }

    /** The exit code of a command whose user waited for this patch. */
    public static ExitCode exit(JsonNode patch) {
        if (!isOver(patch)) {
            return ExitCode.WAITED_IN_VAIN;
        }
        return patch.path("status").asText().equals("succeeded") ? ExitCode.DONE : ExitCode.PATCH_FAILED;
    }
}
