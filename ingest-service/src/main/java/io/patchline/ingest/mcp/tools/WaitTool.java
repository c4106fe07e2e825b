package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.output.OutputAsk;
import io.patchline.ingest.output.RecentOutputs;
import io.patchline.ingest.status.OutputView;
import io.patchline.ingest.status.PatchView;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Waits for the end of a patch, and answers how it stands and what it wrote last. */
@Singleton
public final class WaitTool implements Tool {
    private static final int USUAL_WAIT = 30;

    private final Stories stories;
    private final StatusIndex index;
    private final PatchViews views;
    private final RecentOutputs outputs;
    private final PatchContent content;
    private final OutputContent output;

    WaitTool(
            Stories stories,
            StatusIndex index,
            PatchViews views,
            RecentOutputs outputs,
            PatchContent content,
            OutputContent output) {
        this.stories = stories;
        this.index = index;
        this.views = views;
        this.outputs = outputs;
        this.content = content;
        this.output = output;
    }

    @Override
    public String name() {
        return "wait_for_patch";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Scope.READ);
    }

    @Override
    public Uni<ToolResult> call(ToolCall call) {
        Optional<PatchId> id = call.arguments().patch();
        int wait = call.arguments()
                .number("wait_seconds", 0, SubmitTool.LONGEST_WAIT)
                .orElse(USUAL_WAIT);
        Optional<String> cursor = call.arguments().shortText("cursor");
        return call.unlessRefused(() ->
                stories.about(id.orElseThrow(), story -> awaitEnd(story.id(), Duration.ofSeconds(wait), cursor, call)));
    }

    /** The patch as it is when it is over, or after this time. */
    public Uni<ToolResult> awaitEnd(PatchId id, Duration wait, Optional<String> cursor, ToolCall call) {
        OutputAsk ask = cursor.map(place -> OutputContent.ofAll(new OutputAsk.Start.Behind(place)))
                .orElse(OutputContent.LAST_LINES);
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> outputs.listen(id))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> views.whenOver(id, wait, OutputView.TAIL, call.memory()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(view -> result(view, ask, call));
    }

    private ToolResult result(PatchView view, OutputAsk ask, ToolCall call) {
        ObjectNode json = content.withEnd(view, call);
        Optional<ToolResult> refused = call.mayRead()
                ? index.story(view.id()).flatMap(story -> output.add(story, ask, call, json))
                : Optional.empty();
        return refused.orElseGet(() -> content.result(view, json));
    }
}
