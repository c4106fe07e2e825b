package io.patchline.ingest.mcp.tools;

import io.patchline.ingest.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;

/** What a patch would change, without changing it. */
@Singleton
final class PreviewTool implements Tool {
    private static final int USUAL_WAIT = 30;

    private final SubmitTool submit;

    PreviewTool(SubmitTool submit) {
        this.submit = submit;
    }

    @Override
    public String name() {
        return "preview_patch";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Scope.SUBMIT);
    }

    @Override
    public Uni<ToolResult> call(ToolCall call) {
        int wait = call.arguments()
                .number("wait_seconds", 0, SubmitTool.LONGEST_WAIT)
                .orElse(USUAL_WAIT);
        return submit.submit(call, true, Duration.ofSeconds(wait)).map(PreviewTool::asPreview);
    }

    private static ToolResult asPreview(ToolResult result) {
        result.content()
                .put(
                        "preview",
                        "Nothing was changed. To have it done call submit_patch with the same arguments, under an id"
                                + " of its own.");
        return result;
    }
}
