package io.patchline.ingest.webhook;

import io.patchline.ingest.body.ProblemWriter;
import io.patchline.ingest.http.Failure;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.patch.PatchId;
import io.patchline.trace.Span;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** One submission and the answer to it, which is written on the event loop of its connection, from whichever thread it comes. */
final class SubmissionExchange {
    private static final String STATUS = "http.response.status_code";

    private final RoutingContext context;
    private final Context loop;
    private final Span span;

    /** Made on the event loop. The span ends with the exchange, when it was answered or the client has gone. */
    SubmissionExchange(RoutingContext context, Span span) {
        this.context = context;
        this.loop = context.vertx().getOrCreateContext();
        this.span = span;
        context.addEndHandler(end -> span.close());
    }

    /** Whether the client has gone, so that nobody is to be answered. On the event loop. */
    boolean isOver() {
        return context.response().closed();
    }

    /** Gives this up when the client goes before it is answered. On the event loop, of an exchange that is not over. */
    void cancelWhenOver(Cancellable work) {
        context.addEndHandler(end -> work.cancel());
    }

    RoutingContext context() {
        return context;
    }

    /** Does something on the event loop, a little later; what fails there is a defect. */
    void later(Runnable task) {
        loop.runOnContext(now -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                refuse(Failure.problem(e));
            }
        });
    }

    /** Answers with a patch. On the event loop. */
    void answer(PatchAnswer answer) {
        HttpServerResponse response = context.response();
        span.note(STATUS, answer.status());
        if (!response.closed()) {
            response.setStatusCode(answer.status())
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Location", location(answer.id()));
            if (answer.replayed()) {
                response.putHeader("Idempotent-Replayed", "true");
            }
            response.end(Buffer.buffer(answer.json()));
        }
    }

    /** Answers with a problem, unless there was an answer. On the event loop. */
    void refuse(ProblemDetail problem) {
        if (!context.response().ended()) {
            span.note(STATUS, problem.status());
            ProblemWriter.to(context, problem);
        }
    }

    /** Absolute, as the client addressed this service. */
    private String location(PatchId id) {
        HttpServerRequest asked = context.request();
        return asked.authority() == null
                ? PatchLinks.self(id).toString()
                : asked.scheme() + "://" + asked.authority() + PatchLinks.self(id);
    }

    /**
     * An answer that tells of a patch.
     *
     * @param replayed whether the patch was there before
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    record PatchAnswer(int status, PatchId id, boolean replayed, byte[] json) {}
}
