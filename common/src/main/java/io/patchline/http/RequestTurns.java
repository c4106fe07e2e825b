package io.patchline.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * Holds the next request of one connection back until the answer to the one before is written whole and the client reads. The decoder stops at the end of a request that is not answered: of what is sent ahead it has one request decoded, which waits
 * here, and holds the bytes that came with it, at most what is read at once. Nothing more is read from the client meanwhile; the rest stays with the operating system and, beyond that, with the client. The body of the request that has begun is not held back.
 *
 * <p>Behind the decoder and the encoder of its connection. On its event loop.
 */
final class RequestTurns extends ChannelDuplexHandler {
    private final HttpRequestDecoder decoder;
    private final Semaphore ahead;
    private final Deque<Object> waiting = new ArrayDeque<>();

    /** Whether the answer to the request that has begun is not written whole. There is one: its request put this here. */
    private boolean answering = true;

    /** Whether all of the request that has begun has come. */
    private boolean isBetween;

    /** Whether the decoder may hold more than it has told: it stops where it is told to. */
    private boolean undecoded;

    /** Whether this connection is counted as one that is ahead. */
    private boolean counted;

    private boolean planned;
    private boolean passing;
    private boolean stopped;
    private boolean over;

    /** @param ahead a permit for each connection that may be ahead */
    RequestTurns(HttpRequestDecoder decoder, Semaphore ahead) {
        this.decoder = decoder;
        this.ahead = ahead;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        undecoded |= decoder.isSingleDecode();
        if (over) {
            ReferenceCountUtil.release(message);
        } else if (waiting.isEmpty() && isItsTurn(context, message)) {
            pass(context, message);
        } else {
            hold(context, message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (undecoded && waiting.isEmpty()) {
            plan(context);
        }
        context.fireChannelReadComplete();
    }

    /** Netty asks for the next bytes, or somebody who has paused goes on. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (passing) {
            return; // at its end it is asked again
        }
        if (waiting.isEmpty()) {
            context.read();
        } else {
            stopReading(context);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean isEnd = message instanceof LastHttpContent && !isInterim(message);
        ChannelFuture unused = context.write(message, promise);
        if (isEnd) {
            answering = false;
            look(context);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        look(context);
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

    /** {@code 100 Continue} and the like come before the answer. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private boolean isItsTurn(ChannelHandlerContext context, Object message) {
        return !(message instanceof HttpRequest) || mayBegin(context);
    }

    private boolean mayBegin(ChannelHandlerContext context) {
        return !answering && context.channel().isWritable();
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            answering = true;
            isBetween = false;
        }
        boolean isEnd = message instanceof LastHttpContent;
        context.fireChannelRead(message);
        isBetween |= isEnd;
        stopDecoderAtEnd(context);
    }

    private void stopDecoderAtEnd(ChannelHandlerContext context) {
        decoder.setSingleDecode(isBetween && !mayBegin(context));
    }

    /** Whoever is one too many goes itself, and nobody else for it. */
    private void hold(ChannelHandlerContext context, Object message) {
        counted = counted || ahead.tryAcquire();
        decoder.setSingleDecode(true);
        if (counted) {
            waiting.add(message);
            stopReading(context);
        } else {
            over = true;
            ReferenceCountUtil.release(message);
            ChannelFuture unused = context.close();
        }
    }

    /** Without this, the loop that reads at the moment goes on, and the selector begins another, whatever {@link #read} withholds. */
    private void stopReading(ChannelHandlerContext context) {
        ChannelConfig config = context.channel().config();
        if (config.isAutoRead()) {
            stopped = true;
            config.setAutoRead(false);
        }
    }

    private void look(ChannelHandlerContext context) {
        if (waiting.isEmpty() && !undecoded) {
            stopDecoderAtEnd(context);
        } else {
            plan(context);
        }
    }

    /** Not from within a write or the decoder. */
    private void plan(ChannelHandlerContext context) {
        if (!planned && !over) {
            planned = true;
            context.executor().execute(() -> goOn(context));
        }
    }

    private void goOn(ChannelHandlerContext context) {
        planned = false;
        if (!hasNext(context)) {
            return;
        }
        passing = true;
        if (stopped) { // before anything is passed on: whoever gets it may pause in his turn
            stopped = false;
            context.channel().config().setAutoRead(true);
        }
        while (hasNext(context)) {
            if (waiting.isEmpty()) {
                undecoded = false;
                context.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER); // the decoder goes on with what it has
            } else {
                pass(context, waiting.remove());
            }
        }
        passing = false;
        if (waiting.isEmpty()) {
            release();
        } else {
            stopReading(context);
        }
        context.pipeline().fireChannelReadComplete();
    }

    private boolean hasNext(ChannelHandlerContext context) {
        return !over && (waiting.isEmpty() ? undecoded : isItsTurn(context, waiting.element()));
    }

    private void drop() {
        over = true;
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        release();
    }

    private void release() {
        if (counted) {
            counted = false;
            ahead.release();
        }
    }
}
