package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.deadletters.DeadLetterFilter;
import io.patchline.ingest.deadletters.DeadLetterPage;
import io.patchline.ingest.deadletters.DeadLetterView;
import io.patchline.ingest.deadletters.DeadLetterViews;
import io.patchline.ingest.deadletters.FilterFields;
import io.patchline.ingest.http.Cursor;
import io.patchline.ingest.http.ProblemException;
import io.patchline.message.DeadLetterId;
import io.patchline.outcome.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Lists dead letters with their numbers by reason, or shows one. */
@Singleton
final class DeadLettersTool implements Tool {
    private static final int USUAL = 20;
    private static final int MOST = 100;

    /** Of a patch that is shown: its message, the tree of its fields, and the answer. */
    private static final long COPIES = 8;

    private final DeadLetterViews views;
    private final Stories stories;
    private final PatchContent content;
    private final long patchCost;

    DeadLettersTool(DeadLetterViews views, Stories stories, PatchContent content, IngestConfig config) {
        this.views = views;
        this.stories = stories;
        this.content = content;
        this.patchCost = COPIES * config.submission().largestBody();
    }

    @Override
    public String name() {
        return "list_dead_letters";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Scope.READ);
    }

    @Override
    public Uni<ToolResult> call(ToolCall call) {
        Arguments arguments = call.arguments();
        Optional<String> id = arguments.text(Arguments.ID);
        DeadLetterFilter filter = filter(arguments);
        Optional<Cursor> cursor = arguments.text("cursor").flatMap(text -> cursor(text, arguments));
        int limit = arguments.number("limit", 1, MOST).orElse(USUAL);
        Optional<ToolResult> refusal = arguments.refusal();
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refusal.get());
        }
        return stories.whenRead()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(read -> id.map(name -> show(new DeadLetterId(name), call))
                        .orElseGet(() -> call.memory().take(ListTool.ENTRY * limit)
                                ? list(filter, cursor, limit)
                                : OutputContent.overloaded()));
    }

    private static DeadLetterFilter filter(Arguments arguments) {
        FilterFields fields = new FilterFields(
                arguments.text("reason"),
                arguments.text("lane"),
                arguments.text("target"),
                arguments.text("from"),
                arguments.text("to"));
        try {
            return fields.read();
        } catch (ProblemException e) {
            e.problem()
                    .errors()
                    .forEach(problem -> arguments.refuse(problem.pointer().substring(1), problem.detail()));
            return FilterFields.NONE.read();
        }
    }

    private static Optional<Cursor> cursor(String text, Arguments arguments) {
        try {
            return Optional.of(Cursor.parse(text));
        } catch (IllegalArgumentException e) {
            arguments.refuse("cursor", "Must be next_cursor of an earlier answer.");
            return Optional.empty();
        }
    }

    private ToolResult list(DeadLetterFilter filter, Optional<Cursor> cursor, int limit) {
        ObjectNode json = page(filter, cursor, limit);
        for (int fewer = limit / 2; fewer > 0 && !ResultBound.fits(json); fewer /= 2) {
            json = page(filter, cursor, fewer);
        }
        return ToolResult.of(json, Optional.empty());
    }

    private ObjectNode page(DeadLetterFilter filter, Optional<Cursor> cursor, int limit) {
        DeadLetterPage page = views.page(new DeadLetterPage.Wanted(filter, cursor, limit));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("matching", page.matching()).put("listed", page.listed());
        json.set("groups", content.tree(page.groups()));
        json.putArray("dead_letters");
        page.letters().forEach(letter -> {
            ObjectNode line = (ObjectNode) content.tree(letter);
            line.remove("self");
            json.withArrayProperty("dead_letters").add(line);
        });
        page.next().ifPresent(next -> json.put("next_cursor", next));
        json.put(
                "next",
                "list_dead_letters with id shows one in full, with its patch. replay_dead_letter sends one back, as it"
                        + " was or corrected.");
        return json;
    }

    private ToolResult show(DeadLetterId id, ToolCall call) {
        if (!call.memory().take(patchCost)) {
            return OutputContent.overloaded();
        }
        Optional<DeadLetterView> found = views.of(id, call.memory());
        if (call.memory().isDeclined()) {
            return OutputContent.overloaded();
        }
        return found.map(this::shown)
                .orElseGet(() -> ToolResult.refused(
                        ErrorCode.NOT_FOUND,
                        "No dead letter of this name is known.",
                        "Call list_dead_letters without id for those that are; get_patch shows what became of"
                                + " a patch."));
    }

    private ToolResult shown(DeadLetterView view) {
        ObjectNode json = (ObjectNode) content.tree(view);
        json.remove("self");
        json.path("story").path("links");
        if (json.get("story") instanceof ObjectNode story) {
            story.remove("links");
            story.remove("next");
            story.remove("more");
        }
        json.put("output_note", PatchContent.UNTRUSTED);
        json.put(
                "next",
                "To have it done after all: replay_dead_letter with this id, as it was, or with the corrected patch.");
        return ToolResult.of(json, view.summary().patch());
    }
}
