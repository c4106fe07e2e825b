package io.patchline.ingest.mcp.tools;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.cancel.CancelAnswer;
import io.patchline.ingest.cancel.Cancellations;
import io.patchline.ingest.status.OutputView;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.PatchViews;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Ends a patch before its time. */
@Singleton
final class CancelTool implements Tool {
    private static final int USUAL_WAIT = 10;

    private final Stories stories;
    private final Cancellations cancellations;
    private final PatchViews views;
    private final PatchContent content;

    CancelTool(Stories stories, Cancellations cancellations, PatchViews views, PatchContent content) {
        this.stories = stories;
        this.cancellations = cancellations;
        this.views = views;
        this.content = content;
    }

    @Override
    public String name() {
        return "cancel_patch";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Scope.SUBMIT, Scope.OPERATE);
    }

    @Override
    public Uni<ToolResult> call(ToolCall call) {
        Optional<PatchId> id = call.arguments().patch();
        int wait = call.arguments()
                .number("wait_seconds", 0, SubmitTool.LONGEST_WAIT)
                .orElse(USUAL_WAIT);
        return call.unlessRefused(
                () -> stories.about(id.orElseThrow(), story -> cancel(story, Duration.ofSeconds(wait), call)));
    }

    private Uni<ToolResult> cancel(PatchStory story, Duration wait, ToolCall call) {
        PatchId id = story.id();
        Cancellations.Asker asker =
                new Cancellations.Asker(call.caller().name(), call.caller().has(Scope.OPERATE));
        return Uni.createFrom()
                .completionStage(() -> cancellations.request(id, asker))
                .chain(answer -> switch (answer) {
                    case CancelAnswer.Requested requested -> awaitEnd(id, wait, call);
                    case CancelAnswer.AlreadyCancelled already -> awaitEnd(id, Duration.ZERO, call);
                    case CancelAnswer.Declined declined ->
                        Uni.createFrom()
                                .item(ToolResult.refused(
                                                declined.code(),
                                                declined.detail(),
                                                "get_patch shows how the patch stands.")
                                        .with("state", story.state().wireName()));
                });
    }

    /** That it is cancelled is what was wanted. */
    private Uni<ToolResult> awaitEnd(PatchId id, Duration wait, ToolCall call) {
        return views.whenOver(id, wait, OutputView.TAIL, call.memory())
                .map(view -> ToolResult.of(
                        content.brief(view, call)
                                .put(
                                        "cancel",
                                        view.state().isOver()
                                                ? "The patch is over: "
                                                        + view.state().wireName() + "."
                                                : "The cancel is confirmed by the broker: a run that has not begun"
                                                        + " will not begin, one that runs is being ended."),
                        Optional.of(id)));
    }
}
