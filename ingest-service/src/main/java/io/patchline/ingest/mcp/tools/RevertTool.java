package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.review.Reverts;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes back what patches did in a git workspace, by a patch of its own. */
@Singleton
final class RevertTool implements Tool {
    private static final String IDS = "ids";
    private static final String NEW_ID = "new_id";
    private static final int USUAL_WAIT = 30;

    private final Reverts reverts;
    private final Stories stories;
    private final SubmitTool submit;

    RevertTool(Reverts reverts, Stories stories, SubmitTool submit) {
        this.reverts = reverts;
        this.stories = stories;
        this.submit = submit;
    }

    @Override
    public String name() {
        return "revert_patch";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Scope.OPERATE);
    }

    @Override
    public Uni<ToolResult> call(ToolCall call) {
        Arguments arguments = call.arguments();
        List<PatchId> patches = ids(arguments);
        Optional<PatchId> id = arguments.text(NEW_ID).flatMap(text -> id(text, NEW_ID, arguments));
        int wait = arguments.number("wait_seconds", 0, SubmitTool.LONGEST_WAIT).orElse(USUAL_WAIT);
        return call.unlessRefused(() -> stories.whenRead()
                .chain(read -> Uni.createFrom().completionStage(() -> reverts.revert(patches, id, call.caller())))
                .chain(submitted -> submit.awaitEnd(submitted, call, Duration.ofSeconds(wait), Optional.empty())));
    }

    private static List<PatchId> ids(Arguments arguments) {
        Optional<JsonNode> given = arguments.value(IDS).filter(ids -> ids.isArray() && !ids.isEmpty());
        if (given.isEmpty()) {
            arguments.refuse(IDS, "Must be given: a list of the ids of patches that made a commit in a git workspace.");
        }
        return given.stream()
                .flatMap(JsonNode::valueStream)
                .flatMap(text -> id(text.isTextual() ? text.textValue() : "", IDS, arguments).stream())
                .toList();
    }

    private static Optional<PatchId> id(String text, String name, Arguments arguments) {
        Optional<PatchId> id = PatchId.parse(text);
        if (id.isEmpty()) {
            arguments.refuse(name, "Is not the id of a patch: 1 to 200 characters without control characters.");
        }
        return id;
    }
}
