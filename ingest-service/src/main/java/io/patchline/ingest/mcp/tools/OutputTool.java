package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.output.OutputAsk;
import io.patchline.ingest.status.PatchStory;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Reads what a patch's commands wrote, part by part, also while they run. */
@Singleton
final class OutputTool implements Tool {
    private static final int USUAL = 8_000;
    private static final int MOST = 20_000;
    private static final int MOST_LINES = 1_000;
    private static final String TAIL = "tail";
    private static final String CURSOR = "cursor";
    private static final String OFFSET = "offset";

    private final Stories stories;
    private final OutputContent output;

    OutputTool(Stories stories, OutputContent output) {
        this.stories = stories;
        this.output = output;
    }

    @Override
    public String name() {
        return "read_patch_output";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Scope.READ);
    }

    @Override
    public Uni<ToolResult> call(ToolCall call) {
        Optional<PatchId> id = call.arguments().patch();
        OutputAsk ask = ask(call.arguments());
        return call.unlessRefused(() -> stories.about(
                id.orElseThrow(),
                story -> Uni.createFrom()
                        .item(() -> result(story, ask, call))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())));
    }

    private static OutputAsk ask(Arguments arguments) {
        Optional<String> cursor = arguments.shortText(CURSOR);
        Optional<Integer> tail = arguments.number(TAIL, 1, MOST_LINES);
        Optional<Integer> offset = arguments.number(OFFSET, 0, Integer.MAX_VALUE);
        if ((cursor.isPresent() ? 1 : 0) + (tail.isPresent() ? 1 : 0) + (offset.isPresent() ? 1 : 0) > 1) {
            arguments.refuse(TAIL, "Only one of cursor, tail and offset says where to begin.");
        }
        OutputAsk.Start start = cursor.<OutputAsk.Start>map(OutputAsk.Start.Behind::new)
                .or(() -> tail.map(OutputAsk.Start.Last::new))
                .orElseGet(() -> new OutputAsk.Start.At(offset.orElse(0)));
        return new OutputAsk(
                arguments.number("run", 1, Integer.MAX_VALUE),
                arguments.number("attempt", 1, Integer.MAX_VALUE),
                arguments.number("action", 0, Integer.MAX_VALUE),
                start,
                arguments.number("max_chars", 1, MOST).orElse(USUAL));
    }

    private ToolResult result(PatchStory story, OutputAsk ask, ToolCall call) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", story.id().value()).put("state", story.state().wireName());
        Optional<ToolResult> refused = output.add(story, ask, call, json);
        if (call.memory().isDeclined()) {
            return OutputContent.overloaded();
        }
        json.put("next", next(story, json));
        return refused.orElseGet(() -> ToolResult.of(json, Optional.of(story.id())));
    }

    private static String next(PatchStory story, ObjectNode json) {
        if (json.path("more").asBoolean()) {
            return "There is more: call read_patch_output with this next_cursor.";
        }
        return story.state().isOver()
                ? "This is the end of the output."
                : "The patch goes on: call wait_for_patch, then read_patch_output with this next_cursor.";
    }
}
