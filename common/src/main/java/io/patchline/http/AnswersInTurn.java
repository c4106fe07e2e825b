package io.patchline.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.AttributeKey;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Handler;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;

/**
 * A client that sends requests ahead (HTTP pipelining) has each of them begun when the answer to the one before is written whole and it has read that, but for what its connection takes. The framework begins the next one as soon as an answer is
 * handed over: who sent many and read nothing had them all answered in memory. What waits of a connection is bounded by {@link RequestTurns}, and how many connections may be ahead at all: together they take a sixteenth of the direct memory at most.
 * Beyond that the one is closed that would be one more. Safe for use by several threads.
 */
public final class AnswersInTurn implements Handler<RoutingContext> {
    private static final int SIXTEENTH = 16;

    /** Of one connection that is ahead, in bytes: what is read at once (64 KiB), and one request (its head). */
    private static final int OF_ONE = 96 * 1024;

    private static final AttributeKey<Boolean> PRESENT = AttributeKey.valueOf(AnswersInTurn.class, "present");

    private static final Semaphore AHEAD =
            new Semaphore(Math.clamp(PlatformDependent.maxDirectMemory() / SIXTEENTH / OF_ONE, 1, Integer.MAX_VALUE));

    private final Semaphore ahead;

    public AnswersInTurn() {
        this(AHEAD);
    }

    /** @param ahead as many permits as connections may be ahead */
    AnswersInTurn(Semaphore ahead) {
        this.ahead = ahead;
    }

    @Override
    public void handle(RoutingContext context) {
        keep(context, ahead);
        context.next();
    }

    /** From this request on. On its event loop. */
    static void keep(RoutingContext context) {
        keep(context, AHEAD);
    }

    private static void keep(RoutingContext context, Semaphore ahead) {
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        if (channel.attr(PRESENT).setIfAbsent(true) == null) {
            ChannelPipeline pipeline = channel.pipeline();
            HttpRequestDecoder decoder = pipeline.get(HttpRequestDecoder.class);
            // Before all that counts requests without an answer: Netty's WebSocketServerExtensionHandler ends a
            // connection at 128.
            String encoder = pipeline.context(HttpResponseEncoder.class).name();
            pipeline.addAfter(encoder, null, new RequestTurns(decoder, ahead));
        }
    }
}
