package io.patchline.ingest.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.admission.AdmissionFilter;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.body.ProblemWriter;
import io.patchline.ingest.http.Failure;
import io.patchline.ingest.http.HttpStatus;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.status.OutputView;
import io.patchline.ingest.status.PatchView;
import io.patchline.ingest.status.PatchViews;
import io.patchline.ingest.webhook.SubmissionExchange.PatchAnswer;
import io.patchline.patch.PatchId;
import io.patchline.trace.Span;
import io.patchline.trace.SpanStart;
import io.patchline.trace.Tracing;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where patches come in. Never blocks: the answer is sent when the broker has confirmed. A route of its own, because a fifth of what a submission cost was what the framework does for any resource
 * (docs/decisions/0184). Whoever was not let in, or may not submit, goes on to {@link WebhookResource}, to be told so.
 */
@Singleton
final class WebhookRoute {
    private final Submissions submissions;
    private final PatchViews views;
    private final AnswerMemory memory;
    private final Tracing tracing;
    private final ObjectWriter acceptedWriter;
    private final ObjectWriter viewWriter;

    WebhookRoute(Submissions submissions, AnswerMemory memory, PatchViews views, Tracing tracing, ObjectMapper mapper) {
        this.submissions = submissions;
        this.views = views;
        this.memory = memory;
        this.tracing = tracing;
        this.acceptedWriter = mapper.writerFor(AcceptedResponse.class);
        this.viewWriter = mapper.writerFor(PatchView.class);
    }

    void register(@Observes Router router) {
        Arrays.stream(WebhookResource.PATHS).forEach(path -> router.post(path).handler(this::enter));
    }

    private void enter(RoutingContext context) {
        AdmissionFilter.admitted(context)
                .filter(caller -> caller.has(Scope.SUBMIT))
                .ifPresentOrElse(submitter -> submit(context, submitter), context::next);
    }

    private void submit(RoutingContext context, Caller submitter) {
        SubmissionRequest request;
        try {
            request = SubmissionRequest.of(context, submitter);
        } catch (ProblemException e) {
            ProblemWriter.to(context, e.problem());
            return;
        }
        Span span = tracing.start(SpanStart.in(request.trace(), "POST /webhook", SpanStart.Role.SERVER));
        SubmissionExchange exchange = new SubmissionExchange(context, span);
        Asked asked = new Asked(
                request.within(),
                request.query().output(),
                submitter.has(Scope.READ) ? UnaryOperator.identity() : PatchView::withoutOutcome);
        try {
            submissions
                    .submit(request.body(), request.query().dryRun(), submitter, request.key(), span.context())
                    .whenComplete((submitted, defect) -> exchange.later(() -> {
                        if (defect == null) {
                            answer(exchange, submitted, asked);
                        } else {
                            exchange.refuse(Failure.problem(defect));
                        }
                    }));
        } catch (RuntimeException | Error e) {
            exchange.refuse(Failure.problem(e));
        }
    }

    /**
     * What the client wants to be told; kept while it waits, without the body.
     *
     * @param shown what it may see of a patch
     */
    private record Asked(Optional<Duration> within, OutputView output, UnaryOperator<PatchView> shown) {}

    /** 202 when the broker has the patch, in JSON whatever the client accepts, for it was taken; 200 for one that it had already, or whose outcome the client waited for. */
    private void answer(SubmissionExchange exchange, SubmissionResult submitted, Asked asked) {
        if (exchange.isOver()) {
            return;
        }
        switch (submitted) {
            case SubmissionResult.Accepted accepted -> {
                if (asked.within().isPresent()) {
                    awaitEnd(exchange, accepted.content(), asked, this::waitedFor);
                } else {
                    exchange.answer(accepted(accepted.content()));
                }
            }
            case SubmissionResult.KnownAlready known -> awaitEnd(exchange, known.content(), asked, this::known);
            case SubmissionResult.Declined declined -> exchange.refuse(problem(declined));
        }
    }

    /** How a story is answered. */
    private interface StoryAnswer {
        PatchAnswer of(PatchView view);
    }

    /** The story when the wait is over; unless it has turned out to be that of other content. It is written to JSON where it was read, for it may be large. */
    private void awaitEnd(
            SubmissionExchange exchange, SubmissionResult.Content content, Asked asked, StoryAnswer answer) {
        PatchId id = content.id();
        Cancellable wait = views.whenOver(
                        id, asked.within().orElse(Duration.ZERO), asked.output(), memory.of(exchange.context()))
                .<Runnable>map(view -> {
                    Optional<SubmissionResult.Declined> overtaken = submissions.overtaken(content);
                    if (overtaken.isPresent()) {
                        return () -> exchange.refuse(problem(overtaken.get()));
                    }
                    PatchAnswer story = answer.of(asked.shown().apply(view));
                    return () -> exchange.answer(story);
                })
                .subscribe()
                .with(exchange::later, defect -> exchange.later(() -> exchange.refuse(Failure.problem(defect))));
        exchange.cancelWhenOver(wait);
    }

    private PatchAnswer waitedFor(PatchView view) {
        int status = view.state().isOver() ? HttpStatus.OK : HttpStatus.ACCEPTED;
        return new PatchAnswer(status, view.id(), false, json(viewWriter, view));
    }

    private PatchAnswer known(PatchView view) {
        return new PatchAnswer(HttpStatus.OK, view.id(), true, json(viewWriter, view));
    }

    private PatchAnswer accepted(SubmissionResult.Content submitted) {
        return new PatchAnswer(
                HttpStatus.ACCEPTED, submitted.id(), false, json(acceptedWriter, AcceptedResponse.of(submitted)));
    }

    private static ProblemDetail problem(SubmissionResult.Declined declined) {
        return ProblemDetail.of(declined.code(), declined.detail(), declined.problems());
    }

    private static byte[] json(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError("what is told of a patch is JSON", e);
        }
    }
}
