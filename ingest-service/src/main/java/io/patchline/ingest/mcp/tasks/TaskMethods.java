package io.patchline.ingest.mcp.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.cancel.CancelAnswer;
import io.patchline.ingest.cancel.Cancellations;
import io.patchline.ingest.mcp.protocol.Revision;
import io.patchline.ingest.mcp.protocol.RpcError;
import io.patchline.ingest.mcp.protocol.RpcReply;
import io.patchline.ingest.mcp.tools.Stories;
import io.patchline.ingest.mcp.tools.ToolCall;
import io.patchline.ingest.mcp.tools.ToolResult;
import io.patchline.ingest.mcp.tools.WaitTool;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The methods on tasks. A task is a submitted patch: whatever replica is asked, and after whatever restart, it answers what the log says. */
@Singleton
public final class TaskMethods {
    private static final String RELATED_TASK = "io.modelcontextprotocol/related-task";
    private static final Duration LONGEST_RESULT = Duration.ofSeconds(50);
    private static final Duration CANCEL_WITHIN = Duration.ofSeconds(10);

    private final Stories stories;
    private final StatusIndex index;
    private final WaitTool wait;
    private final Cancellations cancellations;

    TaskMethods(Stories stories, StatusIndex index, WaitTool wait, Cancellations cancellations) {
        this.stories = stories;
        this.index = index;
        this.wait = wait;
        this.cancellations = cancellations;
    }

    /** The answer to a submission: the patch as a task. */
    public ObjectNode created(PatchId patch, Caller caller, Revision revision) {
        ObjectNode task = TaskView.of(index.story(patch).orElseThrow(), caller, revision);
        if (revision.isStateless()) {
            return task.put("resultType", "task");
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("task", task);
        return result;
    }

    /** {@code tasks/get}: how it stands; of one that is over, in the stateless revision, with its result. */
    public Uni<RpcReply> get(ObjectNode params, ToolCall call, Revision revision) {
        return task(params, call, story -> {
            ObjectNode task = TaskView.of(story, call.caller(), revision);
            if (!revision.isStateless() || !task.path("status").asText().equals("completed")) {
                return reply(task);
            }
            return wait.awaitEnd(story.id(), Duration.ZERO, Optional.empty(), call)
                    .map(result -> {
                        task.set("result", result.json().put("resultType", "complete"));
                        return new RpcReply.Result(task);
                    });
        });
    }

    /** {@code tasks/result} of 2025-11-25: the result when it is there. */
    public Uni<RpcReply> result(ObjectNode params, ToolCall call) {
        JsonNode task = params.path("taskId");
        return task(
                params,
                call,
                story -> wait.awaitEnd(story.id(), LONGEST_RESULT, Optional.empty(), call)
                        .map(result -> result(result, task)));
    }

    private static RpcReply result(ToolResult result, JsonNode task) {
        if (result.open()) {
            return new RpcReply.Failed(RpcError.internal(
                    "The task is still working. Ask for its result again, or follow it with tasks/get."));
        }
        ObjectNode json = result.json();
        json.putObject("_meta").putObject(RELATED_TASK).set("taskId", task);
        return new RpcReply.Result(json);
    }

    /** {@code tasks/update}: a patch asks nobody for anything, so there is nothing that an answer could be to. */
    public Uni<RpcReply> update(ObjectNode params, ToolCall call) {
        return task(params, call, story -> reply(JsonNodeFactory.instance.objectNode()));
    }

    /**
     * {@code tasks/cancel}: confirmed by the broker when it is answered. Before the extension the answer is the task as it is then. For whoever may call {@code cancel_patch}, too: a task's id is as good as the grant or the
     * name that it is bound to, and an access token of those may allow less.
     */
    public Uni<RpcReply> cancel(ObjectNode params, ToolCall call, Revision revision) {
        if (!mayCancel(call.caller())) {
            return failed(RpcError.invalidParams(
                    "This token may not cancel: it needs the scope submit, or operate for what others submitted."));
        }
        return task(params, call, story -> {
            boolean over = story.state().isOver();
            if (over && !revision.isStateless()) {
                return failed(RpcError.invalidParams(
                        "The task is over (" + story.state().wireName() + "): there is nothing to cancel any more."));
            }
            Cancellations.Asker asker =
                    new Cancellations.Asker(call.caller().name(), call.caller().has(Scope.OPERATE));
            return Uni.createFrom()
                    .completionStage(() -> cancellations.request(story.id(), asker))
                    .chain(answer -> cancelled(answer, story, call, revision));
        });
    }

    private Uni<RpcReply> cancelled(CancelAnswer answer, PatchStory story, ToolCall call, Revision revision) {
        if (answer instanceof CancelAnswer.Declined declined && declined.code() == ErrorCode.REVIEW_DECIDED) {
            return failed(RpcError.invalidParams(declined.detail()));
        }
        if (answer instanceof CancelAnswer.Declined declined && declined.code() != ErrorCode.ALREADY_OVER) {
            return failed(RpcError.internal(declined.detail()));
        }
        if (revision.isStateless()) {
            return reply(JsonNodeFactory.instance.objectNode());
        }
        return wait.awaitEnd(story.id(), CANCEL_WITHIN, Optional.empty(), call)
                .map(ended -> new RpcReply.Result(
                        TaskView.of(index.story(story.id()).orElse(story), call.caller(), revision)));
    }

    private Uni<RpcReply> task(ObjectNode params, ToolCall call, Function<PatchStory, Uni<RpcReply>> answer) {
        JsonNode task = params.path("taskId");
        Optional<PatchId> patch = task.isTextual() ? TaskIds.patch(task.textValue(), call.caller()) : Optional.empty();
        if (patch.isEmpty()) {
            return failed(noTask());
        }
        return stories.find(patch.get())
                .chain(found -> found.map(story -> isFor(call.caller(), story) ? answer.apply(story) : failed(noTask()))
                        .orElseGet(() -> failed(noStory())));
    }

    /** As with {@code cancel_patch}. */
    static boolean mayCancel(Caller caller) {
        return caller.has(Scope.SUBMIT) || caller.has(Scope.OPERATE);
    }

    /** Whether the caller may see it. The id alone does not say so: what binds it to a caller of an identity provider is a name that others know, too. */
    static boolean isFor(Caller caller, PatchStory story) {
        return caller.has(Scope.READ)
                || story.origin()
                        .filter(origin -> origin.source().equals(caller.name()))
                        .isPresent();
    }

    private static RpcError noTask() {
        return RpcError.invalidParams("Task not found: no task of this caller has this taskId.");
    }

    private RpcError noStory() {
        return stories.isComplete()
                ? RpcError.invalidParams(
                        "Task not found: its patch is older than what is kept, and in the broker's log only.")
                : RpcError.internal("Not known yet: this service is still reading the log. Ask again in some seconds.");
    }

    private static Uni<RpcReply> reply(ObjectNode result) {
        return Uni.createFrom().item(new RpcReply.Result(result));
    }

    private static Uni<RpcReply> failed(RpcError error) {
        return Uni.createFrom().item(new RpcReply.Failed(error));
    }
}
