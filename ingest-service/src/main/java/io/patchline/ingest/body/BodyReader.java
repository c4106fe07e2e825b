package io.patchline.ingest.body;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.http.RefusedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * Reads the bodies of requests within bounds: of size, of time, and of what all of them together may take in memory. What anybody may send,
 * because it is read before its signature can be checked, has a share of its own, so that it takes nothing from those who hold a token.
 */
@Singleton
public final class BodyReader {
    private static final int STRANGERS_PART = 4;

    private final BodyBounds bounds;
    private final MemoryBudget visitors;
    private final MemoryBudget strangers;

    public BodyReader(IngestConfig config) {
        long memory = config.limits().memory(Runtime.getRuntime().maxMemory());
        this.bounds = new BodyBounds(
                config.submission().largestBody(), config.limits().bodyTimeout());
        this.visitors = new MemoryBudget(memory);
        this.strangers = new MemoryBudget(Math.max(bounds.largest(), memory / STRANGERS_PART));
    }

    /** The body of somebody who was let in. Fails with {@link RefusedException} if it is beyond a bound. */
    public Uni<Buffer> ofVisitor(RoutingContext context) {
        return read(context, visitors);
    }

    /** The body of somebody who may be let in because of it. Fails as the above. */
    public Uni<Buffer> ofStranger(RoutingContext context) {
        return read(context, strangers);
    }

    /** Whether the request has a body that nobody has read yet. */
    public static boolean isUnread(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean announced = request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || !"0".equals(Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_LENGTH), "0"));
        return announced && !request.isEnded();
    }

    private Uni<Buffer> read(RoutingContext context, MemoryBudget memory) {
        return Uni.createFrom()
                .<Buffer>emitter(told -> new IncomingBody(context, bounds, memory, told).await())
                .invoke(body -> ((RoutingContextInternal) context).setBody(body));
    }
}
