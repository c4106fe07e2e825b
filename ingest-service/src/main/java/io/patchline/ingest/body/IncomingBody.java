package io.patchline.ingest.body;

import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.outcome.ErrorCode;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** One body on its way in: until it is complete, too large, too slow, or more than there is memory for. Belongs to its event loop. */
final class IncomingBody {
    private static final long SOON = 2;

    private final RoutingContext context;
    private final BodyBounds bounds;
    private final MemoryBudget memory;
    private final String holder;
    private final UniEmitter<? super Buffer> emitter;
    private final Buffer body = Buffer.buffer();
    private long reserved;
    private long timer;
    private boolean over;

    IncomingBody(
            RoutingContext context,
            BodyBounds bounds,
            MemoryBudget memory,
            String holder,
            UniEmitter<? super Buffer> emitter) {
        this.holder = holder;
        this.context = context;
        this.bounds = bounds;
        this.memory = memory;
        this.emitter = emitter;
    }

    void await() {
        HttpServerRequest request = context.request();
        context.addEndHandler(end -> memory.giveBack(holder, reserved));
        long announced = announced(request);
        if (announced > bounds.largest()) {
            refuse(ErrorCode.TOO_LARGE, tooLarge());
            return;
        }
        timer = context.vertx().setTimer(bounds.within().toMillis(), expired -> tooSlow());
        request.handler(this::more);
        request.endHandler(end -> complete());
        request.exceptionHandler(this::broken);
        if ("100-continue".equals(String.valueOf(request.getHeader("Expect")).toLowerCase(Locale.ROOT))) {
            request.headers().remove("Expect");
            context.response().writeContinue();
        }
        request.resume();
    }

    private void more(Buffer chunk) {
        if (over) {
            return;
        }
        if (body.length() + chunk.length() > bounds.largest()) {
            refuse(ErrorCode.TOO_LARGE, tooLarge());
        } else if (reserve(body.length() + chunk.length())) {
            body.appendBuffer(chunk);
        }
    }

    private void complete() {
        if (!over) {
            finish();
            emitter.complete(body);
        }
    }

    private void broken(Throwable cause) {
        if (!over) {
            finish();
            emitter.fail(cause);
        }
    }

    private void tooSlow() {
        refuse(
                ErrorCode.BODY_TIMEOUT,
                "The body did not arrive within " + bounds.within().toSeconds()
                        + " s. Nothing was accepted: send the same patch again, over a faster line or as a smaller one.");
    }

    private String tooLarge() {
        return "The body is larger than the " + bounds.largest()
                + " bytes that are taken. Split the patch, or let its command fetch what is large.";
    }

    /** Up to this many bytes in all. Only what has come counts: to announce a body costs nothing. */
    private boolean reserve(long all) {
        long more = Math.max(0, all - reserved);
        if (memory.take(holder, more)) {
            reserved += more;
            return true;
        }
        refuse(
                ErrorCode.OVERLOADED,
                "More is being submitted than there is memory for. Nothing was accepted: send the same patch again after the pause in Retry-After.");
        return false;
    }

    private void refuse(ErrorCode code, String detail) {
        if (!over) {
            finish();
            emitter.fail(new RefusedException(ProblemDetail.of(code, detail), code == ErrorCode.TOO_LARGE ? 0 : SOON));
        }
    }

    private void finish() {
        over = true;
        context.vertx().cancelTimer(timer);
    }

    /** As many bytes as the client says there are; 0 where it does not say. */
    private static long announced(HttpServerRequest request) {
        try {
            return Long.parseLong(String.valueOf(request.getHeader("Content-Length")));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
