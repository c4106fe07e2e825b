package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.status.OutputView;
import io.patchline.ingest.status.PatchView;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.TokenEstimate;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** The whole story of one patch. */
@Singleton
final class GetTool implements Tool {
    private static final int DIFF_CHARACTERS = 16_000;
    private static final double DIFF_TOKENS = 9_000;

    private final Stories stories;
    private final PatchViews views;
    private final PatchContent content;

    GetTool(Stories stories, PatchViews views, PatchContent content) {
        this.stories = stories;
        this.views = views;
        this.content = content;
    }

    @Override
    public String name() {
        return "get_patch";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Scope.READ);
    }

    @Override
    public Uni<ToolResult> call(ToolCall call) {
        Optional<PatchId> id = call.arguments().patch();
        Optional<Integer> diffOffset = call.arguments().number("diff_offset", 0, Integer.MAX_VALUE);
        OutputView shown = diffOffset.isPresent() ? OutputView.FULL : OutputView.TAIL;
        return call.unlessRefused(() -> stories.about(
                id.orElseThrow(),
                story -> views.now(story.id(), shown, call.memory())
                        .map(view -> view.map(found -> result(found, diffOffset, call))
                                .orElseGet(OutputContent::overloaded))));
    }

    private ToolResult result(PatchView view, Optional<Integer> diffOffset, ToolCall call) {
        if (call.memory().isDeclined()) {
            return OutputContent.overloaded();
        }
        ObjectNode json = diffOffset.isPresent() ? content.brief(view, call) : content.full(view, call);
        diffOffset.ifPresent(offset -> diff(view, offset, json));
        return ToolResult.of(json, Optional.of(view.id()));
    }

    private static void diff(PatchView view, int offset, ObjectNode json) {
        String diff = view.outcome().flatMap(outcome -> outcome.report().diff()).orElse("");
        int begin = Math.min(offset, diff.length());
        String rest = diff.substring(begin, Math.min(diff.length(), begin + DIFF_CHARACTERS));
        int end = begin + TokenEstimate.fitting(rest, DIFF_TOKENS);
        json.put("diff_note", PatchContent.UNTRUSTED);
        json.put("diff", diff.substring(begin, end));
        json.put("diff_characters", diff.length());
        if (end < diff.length()) {
            json.put(
                    "diff_cut",
                    (diff.length() - end) + " characters follow: get_patch with \"diff_offset\": " + end + ".");
        }
    }
}
