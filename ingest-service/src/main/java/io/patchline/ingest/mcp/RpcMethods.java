package io.patchline.ingest.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.mcp.protocol.ClientInfo;
import io.patchline.ingest.mcp.protocol.QuotedText;
import io.patchline.ingest.mcp.protocol.Revision;
import io.patchline.ingest.mcp.protocol.RpcError;
import io.patchline.ingest.mcp.protocol.RpcMessage;
import io.patchline.ingest.mcp.protocol.RpcReply;
import io.patchline.ingest.mcp.tasks.TaskMethods;
import io.patchline.ingest.mcp.tools.Arguments;
import io.patchline.ingest.mcp.tools.ToolCall;
import io.patchline.ingest.mcp.tools.ToolCatalog;
import io.patchline.ingest.mcp.tools.ToolResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.trace.TraceParent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the requests of the protocol, by method. */
final class RpcMethods {
    private static final int TOOLS_ARE_GOOD_FOR_MILLIS = 300_000;
    private static final Logger LOG = LoggerFactory.getLogger(RpcMethods.class);

    private final ServerDescription server;
    private final ToolCatalog tools;
    private final TaskMethods tasks;
    private final CallLog log;

    RpcMethods(ServerDescription server, ToolCatalog tools, TaskMethods tasks, CallLog log) {
        this.server = server;
        this.tools = tools;
        this.tasks = tasks;
        this.log = log;
    }

    /**
     * Who asks.
     *
     * @param memory of the answer
     * @param trace the place in a trace that the request is part of
     */
    record Asker(Caller caller, ClientInfo client, AnswerMemory.Share memory, Optional<TraceParent> trace) {
        ToolCall call(Arguments arguments, boolean asTask) {
            return new ToolCall(caller, arguments, asTask, memory, trace);
        }

        ToolCall ofTask() {
            return call(new Arguments(JsonNodeFactory.instance.objectNode(), Set.of()), false);
        }
    }

    Uni<RpcReply> answer(RpcMessage.Request request, Asker asker) {
        return asker.client().revision().isStateless()
                ? stateless(request, asker)
                        .map(reply -> reply instanceof RpcReply.Result done
                                ? new RpcReply.Result(server.stamped(done.result()))
                                : reply)
                : withHandshake(request, asker);
    }

    private Uni<RpcReply> stateless(RpcMessage.Request request, Asker asker) {
        String method = request.method();
        if (method.startsWith("tasks/") && !asker.client().tasks()) {
            return failed(RpcError.missingExtension(ClientInfo.TASKS));
        }
        Revision revision = asker.client().revision();
        return switch (method) {
            case "server/discover" -> result(server.discover());
            case "tools/list" ->
                result(list(asker).put("ttlMs", TOOLS_ARE_GOOD_FOR_MILLIS).put("cacheScope", "private"));
            case "tools/call" -> call(request, asker, asker.client().tasks());
            case "tasks/get" -> tasks.get(request.params(), asker.ofTask(), revision);
            case "tasks/update" -> tasks.update(request.params(), asker.ofTask());
            case "tasks/cancel" -> tasks.cancel(request.params(), asker.ofTask(), revision);
            default -> failed(RpcError.unknownMethod(method));
        };
    }

    private Uni<RpcReply> withHandshake(RpcMessage.Request request, Asker asker) {
        Revision revision = asker.client().revision();
        return switch (request.method()) {
            case "initialize" -> initialize(request);
            case "ping" -> result(JsonNodeFactory.instance.objectNode());
            case "tools/list" -> result(list(asker));
            case "tools/call" ->
                call(
                        request,
                        asker,
                        revision == Revision.R2025_11_25 && request.params().has("task"));
            default ->
                revision == Revision.R2025_11_25
                        ? task(request, asker)
                        : failed(RpcError.unknownMethod(request.method()));
        };
    }

    /** The tasks of 2025-11-25. */
    private Uni<RpcReply> task(RpcMessage.Request request, Asker asker) {
        Revision revision = asker.client().revision();
        return switch (request.method()) {
            case "tasks/get" -> tasks.get(request.params(), asker.ofTask(), revision);
            case "tasks/result" -> tasks.result(request.params(), asker.ofTask());
            case "tasks/cancel" -> tasks.cancel(request.params(), asker.ofTask(), revision);
            default -> failed(RpcError.unknownMethod(request.method()));
        };
    }

    private Uni<RpcReply> initialize(RpcMessage.Request request) {
        JsonNode revision = request.params().path("protocolVersion");
        return revision.isTextual()
                ? result(server.initialize(revision.textValue()))
                : failed(RpcError.invalidParams("initialize has a \"protocolVersion\", a string."));
    }

    private ObjectNode list(Asker asker) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("tools", tools.list(asker.caller(), asker.client().revision()));
        return result;
    }

    private Uni<RpcReply> call(RpcMessage.Request request, Asker asker, boolean asTask) {
        JsonNode name = request.params().path("name");
        JsonNode given = request.params().path("arguments");
        if (!name.isTextual() || !(given.isMissingNode() || given.isNull() || given.isObject())) {
            return failed(RpcError.invalidParams("tools/call has a \"name\", a string, and \"arguments\", an object."));
        }
        Optional<ToolCatalog.Callable> tool = tools.find(name.textValue(), asker.caller());
        if (tool.isEmpty()) {
            log.unknown(QuotedText.bounded(name.textValue()), asker.client(), asker.caller());
            return failed(RpcError.invalidParams("Unknown tool: " + QuotedText.of(name.textValue())
                    + ". tools/list names those that this token may call."));
        }
        boolean task = asTask && tool.get().hasTasks();
        if (request.params().has("task") && asTask && !task) {
            return failed(RpcError.unknownMethod("tools/call of this tool as a task"));
        }
        ObjectNode arguments = given instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        return call(tool.get(), asker, asker.call(tool.get().arguments(arguments), task));
    }

    private Uni<RpcReply> call(ToolCatalog.Callable tool, Asker asker, ToolCall call) {
        long began = System.nanoTime();
        return Uni.createFrom()
                .deferred(() -> begun(tool, call))
                .onFailure()
                .recoverWithItem(failure -> failed(tool.name(), failure))
                .invoke(result -> log.called(
                        tool.name(),
                        asker.client(),
                        asker.caller(),
                        result,
                        Duration.ofNanos(System.nanoTime() - began)))
                .map(result -> new RpcReply.Result(
                        call.asTask() && result.open() && result.patch().isPresent()
                                ? tasks.created(
                                        result.patch().get(),
                                        asker.caller(),
                                        asker.client().revision())
                                : result.json()));
    }

    /** A tool has read its arguments when it has begun: whoever waits for what comes of it keeps none of them. */
    private static Uni<ToolResult> begun(ToolCatalog.Callable tool, ToolCall call) {
        try {
            return tool.call(call);
        } finally {
            call.arguments().forget();
        }
    }

    private static ToolResult failed(String tool, Throwable failure) {
        if (failure instanceof ProblemException refused) {
            return ToolResult.refused(
                    refused.problem().code(),
                    refused.problem().detail(),
                    refused.problem().errors(),
                    "Nothing was done. Correct what detail and errors name, and call the tool again.");
        }
        LOG.atError().setCause(failure).addKeyValue("tool", tool).log("A tool met a defect");
        return ToolResult.refused(
                ErrorCode.INTERNAL_ERROR,
                "Patchline met a defect; the operator finds it in the log.",
                List.of(),
                "Whether a patch was accepted is shown by get_patch with its id; calling submit_patch again with the same id"
                        + " cannot run it twice.");
    }

    private static Uni<RpcReply> result(ObjectNode result) {
        return Uni.createFrom().item(new RpcReply.Result(result));
    }

    private static Uni<RpcReply> failed(RpcError error) {
        return Uni.createFrom().item(new RpcReply.Failed(error));
    }
}
