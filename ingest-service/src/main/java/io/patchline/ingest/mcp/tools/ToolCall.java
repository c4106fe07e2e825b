package io.patchline.ingest.mcp.tools;

import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.trace.TraceParent;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A call of a tool.
 *
 * @param asTask whether a patch that is not over is answered with a task, so that nobody has to wait for it here
 * @param memory of the answer
 * @param trace the place in a trace that the call is part of
 */
public record ToolCall(
        Caller caller, Arguments arguments, boolean asTask, AnswerMemory.Share memory, Optional<TraceParent> trace) {

    boolean mayRead() {
        return caller.has(Scope.READ);
    }

    /** This answer; or what is wrong with the arguments, all of which have been read by now. */
    Uni<ToolResult> unlessRefused(Supplier<Uni<ToolResult>> answer) {
        return arguments.refusal().map(Uni.createFrom()::item).orElseGet(answer);
    }
}
