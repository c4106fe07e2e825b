package io.patchline.ingest.webhook;

import io.patchline.ingest.access.Caller;
import io.patchline.ingest.access.Scope;
import io.patchline.ingest.http.HttpStatus;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.ProblemResponses;
import io.patchline.ingest.http.QueryNames;
import io.patchline.ingest.http.WaitPreference;
import io.patchline.ingest.status.AnswerMemory;
import io.patchline.ingest.status.OutputView;
import io.patchline.ingest.status.PatchView;
import io.patchline.ingest.status.PatchViews;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchId;
import io.patchline.trace.Span;
import io.patchline.trace.SpanStart;
import io.patchline.trace.TraceParent;
import io.patchline.trace.Tracing;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where patches come in. Never blocks: the answer is sent when the broker has confirmed. */
@Path("{door: webhook|patch|api/patches}")
public class WebhookResource {
    private final Submissions submissions;
    private final PatchViews views;
    private final AnswerMemory memory;
    private final Tracing tracing;

    WebhookResource(Submissions submissions, AnswerMemory memory, PatchViews views, Tracing tracing) {
        this.submissions = submissions;
        this.views = views;
        this.memory = memory;
        this.tracing = tracing;
    }

    /** 202 when the broker has the patch, in JSON whatever the client accepts, for it was taken; 200 for one that it had already, or whose outcome the client waited for. */
    @POST
    @RolesAllowed(Scope.SUBMIT)
    @Consumes(MediaType.WILDCARD)
    @QueryNames({SubmissionQuery.DRY_RUN, SubmissionQuery.WAIT, OutputView.NAME})
    public Uni<Response> submit(
            byte[] body,
            @HeaderParam("Content-Type") @Nullable String contentType,
            @HeaderParam("Content-Encoding") @Nullable String encoding,
            @HeaderParam("Prefer") List<String> prefer,
            @HeaderParam("Idempotency-Key") List<String> keys,
            @HeaderParam(TraceParent.HEADER) @Nullable String traceParent,
            @Context UriInfo uri,
            @Context SecurityContext visitor,
            @Context RoutingContext context) {
        SubmissionQuery query = SubmissionQuery.of(uri.getQueryParameters());
        requireReadable(contentType, encoding);
        // What is signed has its key in what is signed.
        Caller submitter = (Caller) visitor.getUserPrincipal();
        Optional<String> key = submitter.message().or(() -> IdempotencyKey.in(keys));
        Optional<Duration> wait = query.waitFor().or(() -> WaitPreference.in(prefer));
        Span span = tracing.start(SpanStart.in(
                Optional.ofNullable(traceParent).flatMap(TraceParent::parse), "POST /webhook", SpanStart.Role.SERVER));
        return Uni.createFrom()
                .completionStage(() -> submissions.submit(body, query.dryRun(), submitter, key, span.context()))
                .chain(submitted ->
                        answer(submitted, new Asked(wait, query.output(), visitor.isUserInRole(Scope.READ), context)))
                .invoke(response -> span.note("http.response.status_code", response.getStatus()))
                .onTermination()
                .invoke(span::close);
    }

    /**
     * How the patch was sent.
     *
     * @param output how much of the outcome is shown
     * @param mayRead whether the outcome may be shown: it holds what the commands wrote
     */
    private record Asked(Optional<Duration> within, OutputView output, boolean mayRead, RoutingContext context) {
        PatchView show(PatchView view) {
            return mayRead ? view : view.withoutOutcome();
        }
    }

    private Uni<Response> answer(SubmissionResult submitted, Asked asked) {
        return switch (submitted) {
            case SubmissionResult.Accepted accepted ->
                asked.within().isPresent()
                        ? awaitEnd(accepted.content(), asked, view -> waitedFor(asked.show(view)))
                        : Uni.createFrom().item(accepted(accepted.content().patch()));
            case SubmissionResult.KnownAlready known ->
                awaitEnd(
                        known.content(),
                        asked,
                        view -> Response.ok(asked.show(view)).header("Idempotent-Replayed", true));
            case SubmissionResult.Declined declined -> Uni.createFrom().item(declined(declined));
        };
    }

    /** The story when the wait is over; unless it has turned out to be that of other content. */
    private Uni<Response> awaitEnd(
            SubmissionResult.Content content, Asked asked, Function<PatchView, Response.ResponseBuilder> response) {
        PatchId id = content.patch().id();
        return views.whenOver(id, asked.within().orElse(Duration.ZERO), asked.output(), memory.of(asked.context()))
                .map(view -> submissions
                        .overtaken(content)
                        .map(WebhookResource::declined)
                        .orElseGet(() -> response.apply(view)
                                .type(MediaType.APPLICATION_JSON_TYPE)
                                .location(PatchLinks.self(id))
                                .build()));
    }

    private static Response.ResponseBuilder waitedFor(PatchView view) {
        return Response.status(view.state().isOver() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .entity(view);
    }

    private static Response declined(SubmissionResult.Declined declined) {
        return ProblemResponses.response(ProblemDetail.of(declined.code(), declined.detail(), declined.problems()));
    }

    private static Response accepted(Patch patch) {
        return Response.accepted(AcceptedResponse.of(patch))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .location(PatchLinks.self(patch.id()))
                .build();
    }

    private static void requireReadable(@Nullable String contentType, @Nullable String encoding) {
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            String named = encoding.replaceAll("[^\\w, -]", "?");
            throw new ProblemException(
                    ErrorCode.NOT_JSON,
                    "Content-Encoding " + (named.length() > 40 ? named.substring(0, 40) + "…" : named)
                            + " is not taken: nothing is unpacked here. Send the JSON as it is, without this header.");
        }
        if (!isJson(contentType)) {
            throw new ProblemException(
                    ErrorCode.NOT_JSON, "Send the patch as JSON, with the header Content-Type: application/json.");
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }
}
