package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.deadletters.DeadLetterOperations;
import io.patchline.ingest.deadletters.OperationResult;
import io.patchline.message.DeadLetterId;
import io.patchline.outcome.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Sends a dead letter back to its lane, as it was, or a corrected patch in its place. */
@Singleton
final class ReplayTool implements Tool {
    private static final String CORRECTED = "corrected";
    private static final String WITH_HELD = "with_held";

    private final DeadLetterOperations operations;
    private final Stories stories;
    private final Set<String> roles;

    ReplayTool(DeadLetterOperations operations, Stories stories, IngestConfig config) {
        this.operations = operations;
        this.stories = stories;
        this.roles = config.submission().commandRoles();
    }

    @Override
    public String name() {
        return "replay_dead_letter";
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Scope.OPERATE);
    }

    @Override
    public Uni<ToolResult> call(ToolCall call) {
        Arguments arguments = call.arguments();
        Optional<String> id = arguments.text(Arguments.ID);
        if (id.isEmpty()) {
            arguments.refuse(Arguments.ID, "Must be given: the id of a dead letter, from list_dead_letters.");
        }
        boolean withHeld = arguments.flag(WITH_HELD);
        Optional<Arguments> corrected = arguments.inner(CORRECTED, SubmissionBody.NAMES);
        Optional<SubmissionBody> body = corrected.flatMap(patch -> SubmissionBody.of(patch, roles));
        corrected.ifPresent(patch -> arguments.takeProblems(CORRECTED, patch));
        Optional<ToolResult> refusal = arguments.refusal();
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refusal.get());
        }
        DeadLetterOperations.Wish wish =
                new DeadLetterOperations.Wish(call.caller().name(), withHeld);
        DeadLetterId letter = new DeadLetterId(id.orElseThrow());
        return stories.whenRead()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(read -> answer(
                        body.map(patch -> operations.mend(letter, patch.body(), wish))
                                .orElseGet(() -> operations.replay(letter, wish)),
                        body));
    }

    private static ToolResult answer(OperationResult result, Optional<SubmissionBody> body) {
        return switch (result) {
            case OperationResult.Sent sent -> {
                ObjectNode json = JsonNodeFactory.instance.objectNode();
                json.put("id", sent.patch().value())
                        .put("run", sent.run())
                        .put("state", "queued")
                        .put("lane", sent.lane().name())
                        .put("next", "Call wait_for_patch with this id until the state is final.");
                yield ToolResult.of(json, Optional.of(sent.patch()));
            }
            case OperationResult.Removed removed -> throw new IllegalStateException("a replay removes nothing");
            case OperationResult.NotDone notDone ->
                ToolResult.refused(
                        notDone.code(),
                        notDone.detail(),
                        body.map(patch -> patch.amongArguments(notDone.problems(), "/" + CORRECTED))
                                .orElse(notDone.problems()),
                        next(notDone.code()));
        };
    }

    private static String next(ErrorCode code) {
        return switch (code) {
            case NOT_DEAD, NOT_FOUND ->
                "get_patch shows what became of the patch; list_dead_letters lists those that wait.";
            case NOT_REPLAYABLE -> "Call replay_dead_letter with the same id and the corrected patch in \"corrected\".";
            case LANE_FULL, OVERLOADED, BROKER_UNAVAILABLE, DESK_TAKEN ->
                "The dead letter is where it was. Call the tool again in some seconds; it cannot run twice.";
            default -> "The dead letter is where it was. Correct what errors names, and call the tool again.";
        };
    }
}
