package io.patchline.ingest.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.broker.Confirmation;
import io.patchline.ingest.PatchIdGenerator;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.body.LargeBodies;
import io.patchline.ingest.callbacks.Callbacks;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.lanes.ExecutorRegistry;
import io.patchline.ingest.publish.PatchPublisher;
import io.patchline.ingest.reading.ParseResult;
import io.patchline.ingest.reading.PatchParser;
import io.patchline.ingest.reading.ValidationRules;
import io.patchline.ingest.reading.WorkspaceRules;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchId;
import io.patchline.trace.TraceParent;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Takes submissions: reads them, knows those that it has seen, and publishes the rest. Accepted means confirmed by the broker. */
@Singleton
public final class Submissions {
    private final PatchParser reader;
    private final LargeBodies bodies;
    private final StatusIndex index;
    private final PatchPublisher publisher;
    private final Callbacks callbacks;
    private final ExecutorRegistry executors;
    private final SubmissionMetrics metrics;
    private final Clock clock;

    Submissions(
            IngestConfig config,
            LargeBodies bodies,
            StatusIndex index,
            PatchPublisher publisher,
            Callbacks callbacks,
            ExecutorRegistry executors,
            MeterRegistry registry,
            Clock clock) {
        this.bodies = bodies;
        this.callbacks = callbacks;
        this.executors = executors;
        this.metrics = new SubmissionMetrics(registry);
        this.reader = new PatchParser(ValidationRules.of(config), new PatchIdGenerator(clock, new SecureRandom()));
        this.index = index;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * @param dryRun whether only to say what would change, if the request says so
     * @param submitter who sent it
     * @param key what the client says is one submission, however often it is sent
     * @param trace the place in a trace that it is part of
     * @return what came of it; never completes exceptionally
     */
    public CompletionStage<SubmissionResult> submit(
            byte[] body,
            Optional<Boolean> dryRun,
            Caller submitter,
            Optional<String> key,
            Optional<TraceParent> trace) {
        Optional<PatchId> id = key.map(text -> IdempotencyKey.id(submitter.name(), text));
        return bodies.compute(
                        body.length,
                        () -> id.map(known -> reader.read(body, () -> known)).orElseGet(() -> reader.read(body)))
                .thenCompose(reading -> submit(reading, dryRun, new Visit(submitter, id, trace)))
                .exceptionallyCompose(Submissions::notRead)
                .thenApply(metrics::count);
    }

    /**
     * Submits a patch that was made here.
     *
     * @param submitter who asked for it
     * @return what came of it; never completes exceptionally
     */
    public CompletionStage<SubmissionResult> submit(Patch patch, Caller submitter) {
        return submit(patch, new Visit(submitter, Optional.empty(), Optional.empty()))
                .thenApply(metrics::count);
    }

    private CompletionStage<SubmissionResult> submit(ParseResult reading, Optional<Boolean> dryRun, Visit visit) {
        return switch (reading) {
            case ParseResult.Unreadable unreadable -> CompletableFuture.completedFuture(declined(unreadable));
            case ParseResult.Understood understood ->
                submitIfItsCallbackMayBe(asAsked(understood.patch(), dryRun), visit);
        };
    }

    /** A request that asks for a dry run gets one, whatever the patch says: the other way round would run what may not. */
    private static Patch asAsked(Patch patch, Optional<Boolean> dryRun) {
        return dryRun.orElse(false) ? patch.with(patch.options().dry()) : patch;
    }

    private static CompletionStage<SubmissionResult> notRead(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RejectedExecutionException
                ? CompletableFuture.completedFuture(SubmissionResult.Declined.of(
                        ErrorCode.OVERLOADED,
                        "More large patches are being read than may wait. Nothing was accepted: send the same patch"
                                + " again after the pause in Retry-After."))
                : CompletableFuture.failedFuture(failure);
    }

    /** How a patch came. */
    private record Visit(Caller submitter, Optional<PatchId> ofKey, Optional<TraceParent> trace) {}

    private CompletionStage<SubmissionResult> submitIfItsCallbackMayBe(Patch patch, Visit visit) {
        return patch.callback()
                .map(callbacks::refusal)
                .map(checked -> checked.thenCompose(refusal -> refusal.map(Submissions::refusedCallback)
                        .map(CompletableFuture::completedStage)
                        .orElseGet(() -> submit(patch, visit))))
                .orElseGet(() -> submit(patch, visit));
    }

    private static SubmissionResult refusedCallback(String why) {
        String detail = "The callback is refused: " + why;
        return new SubmissionResult.Declined(
                ErrorCode.INVALID_PATCH, detail, List.of(new Problem(ErrorCode.INVALID_PATCH, "/callback", detail)));
    }

    private CompletionStage<SubmissionResult> submit(Patch patch, Visit visit) {
        PatchMessage message = PatchMessage.accepted(
                        patch, clock.instant(), visit.submitter().name())
                .from(visit.submitter().address())
                .orCallback(callbacks.configured())
                .within(visit.trace());
        SubmissionResult.Content content = SubmissionResult.Content.of(
                message, visit.ofKey().filter(patch.id()::equals).isPresent());
        Optional<PatchStory> known = index.story(patch.id());
        Optional<SubmissionResult> again = known.flatMap(story -> again(story, content));
        if (again.isPresent()) {
            return CompletableFuture.completedFuture(again.get());
        }
        Optional<Problem> refusal = WorkspaceRules.refusal(patch, executors.workspaces());
        if (refusal.isPresent()) {
            Problem problem = refusal.get();
            return CompletableFuture.completedFuture(
                    new SubmissionResult.Declined(problem.code(), problem.detail(), List.of(problem)));
        }
        boolean queuedBefore =
                known.filter(story -> story.state() == PatchState.QUEUED).isPresent();
        return publisher
                .publish(message)
                .thenApply(confirmation -> answer(confirmation, message, content))
                .thenApply(answer -> queuedBefore && answer instanceof SubmissionResult.Accepted
                        ? new SubmissionResult.KnownAlready(content, known.get())
                        : answer);
    }

    private SubmissionResult answer(Confirmation confirmation, PatchMessage message, SubmissionResult.Content content) {
        return switch (confirmation) {
            case Confirmation.Confirmed confirmed -> {
                index.accepted(message);
                yield new SubmissionResult.Accepted(content);
            }
            case Confirmation.Nacked nacked ->
                SubmissionResult.Declined.of(
                        ErrorCode.LANE_FULL,
                        "The broker refuses it for the lane's queue: it is full, or has just lost its leader. Nothing"
                                + " was accepted: send the same patch again after the pause in Retry-After.");
            case Confirmation.Unroutable unroutable -> unavailable("the lane's queue is missing");
            case Confirmation.Unavailable unavailable -> unavailable(unavailable.reason());
            case Confirmation.Unpublishable never ->
                SubmissionResult.Declined.of(
                        ErrorCode.TOO_LARGE,
                        "The broker can never take this patch: " + never.reason()
                                + ". Split it, or have max_message_size of the broker raised and"
                                + " patchline.broker.max-message-size with it.");
            case Confirmation.Overloaded overloaded ->
                SubmissionResult.Declined.of(
                        ErrorCode.OVERLOADED,
                        "More patches wait for the broker than may wait. Nothing was accepted: send the same patch"
                                + " again after the pause in Retry-After.");
        };
    }

    private static SubmissionResult unavailable(String why) {
        return SubmissionResult.Declined.of(
                ErrorCode.BROKER_UNAVAILABLE,
                "The patch is not accepted: " + why
                        + ". Send the same patch with the same id again after the pause in Retry-After: it cannot run"
                        + " twice.");
    }

    /**
     * The answer to a patch whose id is known; empty for the same patch with which no executor has begun. That one is published again: it may
     * have been declined, or the answer to it was lost, and if it is in its lane queue already the ledger lets only one of the two run.
     */
    private static Optional<SubmissionResult> again(PatchStory story, SubmissionResult.Content content) {
        Optional<SubmissionResult> conflict = conflict(story, content).map(declined -> declined);
        return conflict.or(() ->
                story.isBegun() ? Optional.of(new SubmissionResult.KnownAlready(content, story)) : Optional.empty());
    }

    /**
     * What is to be told of a patch that was accepted, and whose id another replica gave to other content at the same moment, once it is known that the
     * other one has it: the patch's end is then not this one's.
     */
    public Optional<SubmissionResult.Declined> overtaken(SubmissionResult.Content content) {
        return index.story(content.id()).flatMap(story -> conflict(story, content));
    }

    private static Optional<SubmissionResult.Declined> conflict(PatchStory story, SubmissionResult.Content submitted) {
        String known = story.origin().orElseThrow().fingerprint();
        String own = submitted.fingerprint();
        return known.equals(own) ? Optional.empty() : Optional.of(conflict(submitted.byKey(), known, own));
    }

    private static SubmissionResult.Declined conflict(boolean byKey, String known, String own) {
        ErrorCode code = byKey ? ErrorCode.IDEMPOTENCY_KEY_REUSED : ErrorCode.ID_CONFLICT;
        String detail = "The " + (byKey ? "key" : "id") + " is that of a patch with other content (fingerprint " + known
                + ", this one's is " + own + "). Submit this patch under a new one.";
        return byKey
                ? SubmissionResult.Declined.of(code, detail)
                : new SubmissionResult.Declined(code, detail, List.of(new Problem(code, "/id", detail)));
    }

    private static SubmissionResult declined(ParseResult.Unreadable unreadable) {
        ErrorCode code = unreadable.code();
        Problem first = unreadable.problems().getFirst();
        String place = first.pointer().isEmpty() ? "" : first.pointer() + ": ";
        String more = unreadable.problems().size() == 1
                ? ""
                : " " + unreadable.problems().size() + " things are wrong with this patch; see errors.";
        String detail = place + first.detail() + more;
        return new SubmissionResult.Declined(code, detail, unreadable.problems());
    }
}
