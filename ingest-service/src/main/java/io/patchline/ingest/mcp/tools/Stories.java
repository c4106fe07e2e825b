package io.patchline.ingest.mcp.tools;

import io.patchline.ingest.log.LogProjector;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the patch that a call is about. A service that has just started knows only what it has read of the log so far: whoever asks for a patch then is answered when the log is read,
 * and is not told that there is no such patch.
 */
@Singleton
public final class Stories {
    private static final Duration READ_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final StatusIndex index;
    private final LogProjector projector;

    Stories(StatusIndex index, LogProjector projector) {
        this.index = index;
        this.projector = projector;
    }

    /** The story, now or when the log is read; empty if there is none. */
    public Uni<Optional<PatchStory>> find(PatchId id) {
        Optional<PatchStory> known = index.story(id);
        return known.isPresent() || projector.isCaughtUp()
                ? Uni.createFrom().item(known)
                : whenRead().map(read -> index.story(id));
    }

    /** Completes when the log is read, or has not been for long. */
    Uni<Boolean> whenRead() {
        return Uni.createFrom()
                .item(projector::isCaughtUp)
                .onItem()
                .delayIt()
                .by(LOOK_EVERY)
                .repeat()
                .atMost(READ_WITHIN.dividedBy(LOOK_EVERY))
                .filter(read -> read)
                .toUni()
                .map(read -> read != null);
    }

    /** Whether what is not found does not exist. */
    public boolean isComplete() {
        return projector.isCaughtUp();
    }

    /** The answer of a tool about this patch, or that there is none. */
    Uni<ToolResult> about(PatchId id, Function<PatchStory, Uni<ToolResult>> answer) {
        return find(id).chain(story -> story.map(answer)
                .orElseGet(() -> Uni.createFrom().item(unknown()))
                .map(result -> result.about(id)));
    }

    private ToolResult unknown() {
        return isComplete()
                ? ToolResult.refused(
                        ErrorCode.NOT_FOUND,
                        "No patch with this id is known.",
                        "Check the id: list_patches shows those that are kept. Patches older than that are in the"
                                + " broker's log only.")
                : ToolResult.refused(
                        ErrorCode.BROKER_UNAVAILABLE,
                        "Not known yet: this service is still reading the log.",
                        "Call the tool again in some seconds.");
    }
}
