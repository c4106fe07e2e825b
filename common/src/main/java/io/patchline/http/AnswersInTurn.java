package io.patchline.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Handler;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A client that sends requests ahead has each of them begun when it has read the answer to the one before, but for what its connection takes. The framework begins the next one as soon as an answer is handed over: who sent many and read nothing
 * had them all answered in memory.
 */
public final class AnswersInTurn implements Handler<RoutingContext> {
    private static final AttributeKey<Boolean> PRESENT = AttributeKey.valueOf(AnswersInTurn.class, "present");

    @Override
    public void handle(RoutingContext context) {
        keep(context);
        context.next();
    }

    /** From this request on. On its event loop. */
    static void keep(RoutingContext context) {
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        if (channel.attr(PRESENT).setIfAbsent(true) == null) {
            // Before all that counts requests without an answer: Netty's WebSocketServerExtensionHandler ends a
            // connection at 128.
            String decoder =
                    channel.pipeline().context(HttpRequestDecoder.class).name();
            channel.pipeline().addAfter(decoder, null, new Turns());
        }
    }

    /** Behind the decoder of one connection. On its event loop. */
    private static final class Turns extends ChannelDuplexHandler {
        private final Deque<Object> waiting = new ArrayDeque<>();
        private boolean readIsWanted;
        private boolean passing;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            waiting.add(message);
            pass(context);
        }

        /** While something waits, no more is read from the client. */
        @Override
        public void read(ChannelHandlerContext context) {
            if (waiting.isEmpty()) {
                context.read();
            } else {
                readIsWanted = true;
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.fireChannelWritabilityChanged();
            if (!waiting.isEmpty() && pass(context)) {
                context.fireChannelReadComplete();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            drop();
            context.fireChannelInactive();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            drop();
        }

        /** Returns whether anything was passed on. */
        private boolean pass(ChannelHandlerContext context) {
            if (passing) {
                return false;
            }
            passing = true;
            boolean passed = false;
            while (!waiting.isEmpty() && isItsTurn(context, waiting.peek())) {
                context.fireChannelRead(waiting.poll());
                passed = true;
            }
            passing = false;
            if (readIsWanted && waiting.isEmpty()) {
                readIsWanted = false;
                context.read();
            }
            return passed;
        }

        private static boolean isItsTurn(ChannelHandlerContext context, Object message) {
            return !(message instanceof HttpRequest) || context.channel().isWritable();
        }

        private void drop() {
            waiting.forEach(ReferenceCountUtil::release);
            waiting.clear();
        }
    }
}
