package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.output.RecentOutputs;
import io.patchline.ingest.status.OutputView;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchView;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.webhook.SubmissionResult;
import io.patchline.ingest.webhook.Submissions;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Submits a patch, and previews one: the same submission as a dry run, whose end is waited for. */
@Singleton
final class SubmitTool implements Tool {
    static final String NAME = "submit_patch";
    static final int LONGEST_WAIT = 45;

    private final Submissions submissions;
    private final StatusIndex index;
    private final PatchViews views;
    private final RecentOutputs outputs;
    private final PatchContent content;
    private final OutputContent output;
    private final Set<String> roles;

    SubmitTool(
            Submissions submissions,
            StatusIndex index,
            PatchViews views,
            RecentOutputs outputs,
            PatchContent content,
            OutputContent output,
            IngestConfig config) {
        this.submissions = submissions;
        this.index = index;
        this.views = views;
        this.outputs = outputs;
        this.content = content;
        this.output = output;
        this.roles = config.submission().commandRoles();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Scope.SUBMIT);
    }

    @Override
    public Uni<ToolResult> call(ToolCall call) {
        int wait = call.arguments().number("wait_seconds", 0, LONGEST_WAIT).orElse(0);
        return submit(call, false, Duration.ofSeconds(call.asTask() ? 0 : wait));
    }

    /** Submits what the arguments say, and answers when it is over or the time has passed. */
    Uni<ToolResult> submit(ToolCall call, boolean dryRun, Duration wait) {
        Optional<SubmissionBody> body = SubmissionBody.of(call.arguments(), roles);
        Optional<ToolResult> refusal = call.arguments().refusal();
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refusal.get());
        }
        CompletionStage<SubmissionResult> sent = submissions.submit(
                body.orElseThrow().body(),
                dryRun ? Optional.of(true) : Optional.empty(),
                call.caller(),
                Optional.empty(),
                call.trace());
        Optional<SubmissionBody> places = body.map(SubmissionBody::withoutBytes);
        return Uni.createFrom().completionStage(sent).chain(submitted -> awaitEnd(submitted, call, wait, places));
    }

    /**
     * What came of a submission, when the patch is over or the time has passed.
     *
     * @param body as it was given in arguments, if it was: which argument is where in it
     */
    Uni<ToolResult> awaitEnd(SubmissionResult submitted, ToolCall call, Duration wait, Optional<SubmissionBody> body) {
        return switch (submitted) {
            case SubmissionResult.Accepted accepted -> awaitEnd(accepted.content(), call, wait, false);
            case SubmissionResult.KnownAlready known -> awaitEnd(known.content(), call, wait, true);
            case SubmissionResult.Declined declined -> Uni.createFrom().item(declined(declined, body));
        };
    }

    private Uni<ToolResult> awaitEnd(SubmissionResult.Content submitted, ToolCall call, Duration wait, boolean known) {
        PatchId id = submitted.id();
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> outputs.listen(id))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> views.whenOver(id, wait, OutputView.TAIL, call.memory()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(view -> submissions
                        .overtaken(submitted)
                        .map(declined -> declined(declined, Optional.empty()))
                        .orElseGet(() -> result(view, call, known)));
    }

    private ToolResult result(PatchView view, ToolCall call, boolean known) {
        ObjectNode json = content.withEnd(view, call);
        Optional<ToolResult> refused = view.state().isOver() && call.mayRead()
                ? index.story(view.id()).flatMap(story -> output.add(story, OutputContent.LAST_LINES, call, json))
                : Optional.empty();
        if (refused.isPresent()) {
            return refused.get().about(view.id());
        }
        if (known) {
            json.put("known", "This patch was submitted before: it was not run again, and this is its story.");
        }
        if (view.state() == PatchState.QUEUED) {
            json.put("waits_behind", waitingBefore(view));
        }
        return content.result(view, json);
    }

    /** How many patches of its lane were accepted before it and are not over. */
    private long waitingBefore(PatchView view) {
        return index.unfinished().stream()
                .filter(story -> !story.id().equals(view.id()))
                .flatMap(story -> story.origin().stream())
                .filter(origin ->
                        origin.lane().equals(view.lane()) && origin.acceptedAt().isBefore(view.acceptedAt()))
                .count();
    }

    private static ToolResult declined(SubmissionResult.Declined declined, Optional<SubmissionBody> body) {
        String next = switch (declined.code()) {
            case ID_CONFLICT ->
                "Call submit_patch again under a new id; the patch under this id is unchanged (get_patch shows it).";
            case LANE_FULL, OVERLOADED, BROKER_UNAVAILABLE ->
                "Nothing was accepted. Wait two seconds and call submit_patch with the same arguments and the same id:"
                        + " it cannot run twice.";
            default ->
                "Nothing was accepted. Correct what errors names and call submit_patch again; the same id may be used.";
        };
        return ToolResult.refused(
                declined.code(),
                declined.detail(),
                body.map(given -> given.amongArguments(declined.problems(), "")).orElse(declined.problems()),
                next);
    }
}
