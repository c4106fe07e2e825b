package io.patchline.ingest.mcp.tasks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.mcp.protocol.Revision;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.RunEnd;
import java.time.Instant;

/** A patch as a task. It has no end of its own: it is there as long as the patch's story is. */
final class TaskView {
    private static final int LOOK_AGAIN_MILLIS = 2_000;

    private TaskView() {}

    static ObjectNode of(PatchStory story, Caller caller, Revision revision) {
        boolean stateless = revision.isStateless();
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        task.put("taskId", TaskIds.of(story.id(), caller))
                .put("status", status(story.state(), revision))
                .put("statusMessage", message(story))
                .put("createdAt", story.origin().orElseThrow().acceptedAt().toString())
                .put("lastUpdatedAt", lastUpdate(story).toString());
        task.putNull(stateless ? "ttlMs" : "ttl");
        task.put(stateless ? "pollIntervalMs" : "pollInterval", LOOK_AGAIN_MILLIS);
        return task;
    }

    /** A patch that failed is a result that says so; before the extension that was the status of the task, too. (Source: SEP-2663, SEP-1686.) */
    private static String status(PatchState state, Revision revision) {
        return switch (state) {
            case QUEUED, RUNNING, RETRYING -> "working";
            case CANCELLED -> "cancelled";
            case SUCCEEDED, AWAITING_REVIEW -> "completed";
            case DECLINED, FAILED, TIMED_OUT, REFUSED, INTERRUPTED, REJECTED ->
                revision.isStateless() ? "completed" : "failed";
        };
    }

    private static String message(PatchStory story) {
        String attempt = story.attempt() > 0 ? ", attempt " + story.attempt() : "";
        return "Patch " + story.id() + " is " + story.state().wireName() + attempt
                + story.ending().flatMap(RunEnd::summary).map(why -> ": " + why).orElse("") + ".";
    }

    private static Instant lastUpdate(PatchStory story) {
        return story.timeline().isEmpty()
                ? story.origin().orElseThrow().acceptedAt()
                : story.timeline().getLast().time();
    }
}
