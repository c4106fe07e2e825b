package io.patchline.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.ExitCode;
import java.util.Set;

/** The states of a patch, as the API names them. */
public final class PatchStates {
    public static final String AWAITING_REVIEW = "awaiting_review";

    private static final Set<String> GOING_ON = Set.of("queued", "running", "retrying");

    private PatchStates() {}

    /** Whether nothing more comes of it by itself; one that waits for a review has run. */
    static boolean isOver(JsonNode patch) {
        return !GOING_ON.contains(patch.path("status").asText());
    }

    /** The exit code of a command whose user waited for this patch. */
    public static ExitCode exit(JsonNode patch) {
        if (!isOver(patch)) {
            return ExitCode.WAITED_IN_VAIN;
        }
        return switch (patch.path("status").asText()) {
            case "succeeded" -> ExitCode.DONE;
            case AWAITING_REVIEW -> ExitCode.AWAITING_REVIEW;
            default -> ExitCode.PATCH_FAILED;
        };
    }
}
