package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.status.PatchPage;
import io.patchline.ingest.status.PatchQuery;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.outcome.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists patches by the filters of the API. */
@Singleton
final class ListTool implements Tool {
    private static final List<String> TEXTS =
            List.of("lane", "role", "target", "source", "text", "from", "to", "cursor");
    private static final int USUAL = 20;
    private static final int MOST = 100;

    /** The most that an entry comes to as a tree, in bytes: names of 200 and 400 characters of four bytes, and links with three times the id, percent-encoded. */
    static final long ENTRY = 64 << 10;

    private final StatusIndex index;
    private final PatchContent content;

    ListTool(StatusIndex index, PatchContent content) {
        this.index = index;
        this.content = content;
    }

    @Override
    public String name() {
        return "list_patches";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Scope.READ);
    }

    @Override
    public Uni<ToolResult> call(ToolCall call) {
        Map<String, List<String>> query = query(call.arguments());
        int limit = call.arguments().number("limit", 1, MOST).orElse(USUAL);
        return call.unlessRefused(() -> Uni.createFrom()
                .item(() -> call.memory().take(ENTRY * limit) ? list(query, limit) : OutputContent.overloaded())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private static Map<String, List<String>> query(Arguments arguments) {
        Map<String, List<String>> query = new HashMap<>();
        TEXTS.forEach(name -> arguments.text(name).ifPresent(text -> query.put(name, List.of(text))));
        Optional<JsonNode> state = arguments.value("state");
        state.ifPresent(states -> query.put("state", states(states, arguments)));
        return query;
    }

    private static List<String> states(JsonNode states, Arguments arguments) {
        if (states.isTextual()) {
            return List.of(states.textValue());
        }
        if (!states.isArray() || states.valueStream().anyMatch(state -> !state.isTextual())) {
            arguments.refuse("state", "Must be a state, or a list of states.");
            return List.of();
        }
        return states.valueStream().map(JsonNode::textValue).toList();
    }

    /** As many as there is room for: what does not fit is on the next page. */
    private ToolResult list(Map<String, List<String>> query, int limit) {
        try {
            ObjectNode json = page(query, limit);
            for (int fewer = limit / 2; fewer > 0 && !ResultBound.fits(json); fewer /= 2) {
                json = page(query, fewer);
            }
            return ToolResult.of(json, Optional.empty());
        } catch (InvalidParameterException e) {
            return ToolResult.refused(
                    ErrorCode.INVALID_REQUEST,
                    String.valueOf(e.getMessage()),
                    "Correct the argument that is named, and call list_patches again.");
        }
    }

    private ObjectNode page(Map<String, List<String>> query, int limit) {
        Map<String, List<String>> limited = new HashMap<>(query);
        limited.put("limit", List.of(Integer.toString(limit)));
        PatchPage page = PatchPage.of(index.newestFirst(), PatchQuery.of(limited));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("matched", page.matched()).put("kept", page.kept());
        json.putArray("patches");
        page.patches().forEach(patch -> {
            ObjectNode line = (ObjectNode) content.tree(patch);
            line.remove("links");
            line.set("state", line.remove("status"));
            json.withArrayProperty("patches").add(line);
        });
        page.cursor().ifPresent(cursor -> json.put("next_cursor", cursor));
        json.put(
                "next",
                page.cursor().isPresent()
                        ? "There are more: call list_patches with the same filters and cursor = next_cursor. get_patch"
                                + " shows one in full."
                        : "get_patch shows one in full.");
        return json;
    }
}
