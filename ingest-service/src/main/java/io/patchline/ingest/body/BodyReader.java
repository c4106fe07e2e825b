package io.patchline.ingest.body;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.Network;
import io.patchline.ingest.http.RefusedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Singleton;
import java.net.InetAddress;

/**
 * Reads the bodies of requests within bounds: of size, of time, and of what all of them together may take in memory. What anybody may send,
 * because it is read before its signature can be checked, has a share of its own, so that it takes nothing from those who hold a token.
 */
@Singleton
public final class BodyReader {
    private static final int STRANGERS_PART = 4;

    /** As many addresses as it takes to have all that strangers may. */
    private static final int ADDRESSES = 4;

    private final BodyBounds bounds;
    private final MemoryBudget callers;
    private final MemoryBudget strangers;

    public BodyReader(IngestConfig config, MeterRegistry registry) {
        long memory = config.limits().memory(Runtime.getRuntime().maxMemory());
        this.bounds = new BodyBounds(
                config.submission().largestBody(), config.limits().bodyTimeout());
        this.callers = new MemoryBudget(memory, memory);
        registry.gauge("patchline.bodies.bytes", callers, MemoryBudget::taken);
        long ofStrangers = Math.max(bounds.largest(), memory / STRANGERS_PART);
        this.strangers = new MemoryBudget(ofStrangers, Math.max(bounds.largest(), ofStrangers / ADDRESSES));
    }

    /**
     * The body of an authenticated caller. Fails with {@link RefusedException} if it is beyond a bound.
     *
     * @param credential the name of the caller's credential
     */
    public Uni<Buffer> ofCaller(RoutingContext context, String credential) {
        return read(context, callers, credential);
    }

    /**
     * The body of somebody who may be let in because of it. Fails as the above.
     *
     * @param address from which it comes
     */
    public Uni<Buffer> ofStranger(RoutingContext context, InetAddress address) {
        return read(context, strangers, Network.keyOf(address));
    }

    private Uni<Buffer> read(RoutingContext context, MemoryBudget memory, String holder) {
        return Uni.createFrom()
                .<Buffer>emitter(emitter -> new IncomingBody(context, bounds, memory, holder, emitter).await())
                .invoke(body -> ((RoutingContextInternal) context).setBody(body));
    }
}
