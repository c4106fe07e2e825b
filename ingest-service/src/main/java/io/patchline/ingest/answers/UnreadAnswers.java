package io.patchline.ingest.answers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Handler;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What clients have not read yet is bounded for all of them together, whatever it is: a sixteenth of the direct memory, where it lies. Beyond that the connection goes that has read nothing for the longest; its client can ask again. A connection
 * counts as soon as more waits for it than {@value #MARK} bytes, without what the operating system has taken. Safe for use by several threads.
 */
public final class UnreadAnswers implements Handler<RoutingContext> {
    /** Who has read nothing for so long goes at once when somebody else is in need. */
    static final Duration STALLED = Duration.ofSeconds(5);

    private static final int SIXTEENTH = 16;

    /** From here on a connection counts, and its next request waits; half of it, and both are over. In bytes. */
    private static final int MARK = 32 * 1024;

    /** What is larger is written piece by piece, so that reading can be seen: how much of a buffer has been read is told when all of it has. In bytes. */
    private static final int PIECE = 16 * 1024;

    private static final AttributeKey<Boolean> WATCHED = AttributeKey.valueOf(UnreadAnswers.class, "watched");

    private final Set<Connection> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicLong closed = new AtomicLong();
    private final long bytes;
    private final LongSupplier nanos;

    UnreadAnswers() {
        this(PlatformDependent.maxDirectMemory() / SIXTEENTH, System::nanoTime);
    }

    /**
     * @param bytes what may wait for all clients together
     * @param nanos the time, as {@link System#nanoTime} tells it
     */
    UnreadAnswers(long bytes, LongSupplier nanos) {
        this.bytes = bytes;
        this.nanos = nanos;
    }

    /** Watches the connection of this request from now on. On its event loop. */
    @Override
    public void handle(RoutingContext context) {
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        if (channel.attr(WATCHED).setIfAbsent(true) == null) {
            channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(MARK / 2, MARK));
            channel.pipeline().addFirst(new Connection(channel));
        }
        context.next();
    }

    /** The bytes that wait for clients, without those of connections for which little waits. */
    public long unread() {
        return waiting.stream().mapToLong(Connection::unread).sum();
    }

    /** How many connections were closed because their clients did not read. */
    public long closed() {
        return closed.get();
    }

    /** Closes the connections that have read nothing for {@link #STALLED}: somebody else needs what lies there for them. */
    public void closeStalled() {
        long now = nanos.getAsLong();
        waiting.stream()
                .filter(connection -> now - connection.read >= STALLED.toNanos())
                .forEach(this::close);
    }

    /**
     * Whoever has read nothing for the longest goes, also where that is the one for which more was written just now. One that has just begun to wait is no such: its client has had no time to read. The last one stays, so that one answer alone has its
     * room.
     */
    private void makeRoom() {
        long now = nanos.getAsLong();
        for (long unread = unread(); unread > bytes && waiting.size() > 1; ) {
            Optional<Connection> next =
                    waiting.stream().min(Comparator.comparingLong(connection -> connection.read - now));
            if (next.isEmpty()) {
                return;
            }
            unread -= next.get().unread();
            close(next.get());
        }
    }

    private void close(Connection connection) {
        if (waiting.remove(connection)) {
            closed.incrementAndGet();
            connection.end();
        }
    }

    /** One client's connection, first in its pipeline, next to the socket. */
    private final class Connection extends ChannelDuplexHandler {
        private final Channel channel;

        /** When the client had read something of what waited for it. */
        private volatile long read;

        private volatile boolean ended;

        private Connection(Channel channel) {
            this.channel = channel;
        }

        /** Without what is below Netty's mark. Nothing of a closed connection, of which Netty tells the largest number there is. */
        private long unread() {
            long waits = channel.bytesBeforeWritable();
            return channel.isOpen() && waits != Long.MAX_VALUE ? waits : 0;
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (channel.isWritable()) {
                waiting.remove(this);
            } else if (channel.isActive() && !ended) {
                read = nanos.getAsLong();
                waiting.add(this);
                makeRoom();
            }
            context.fireChannelWritabilityChanged();
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (ended) {
                ReferenceCountUtil.release(message);
                promise.tryFailure(new ClosedChannelException());
                return;
            }
            if (message instanceof ByteBuf buffer && buffer.readableBytes() > PIECE) {
                writeInPieces(context, buffer, promise);
            } else {
                ChannelFuture unused = context.write(message, promise);
            }
            if (waiting.contains(this)) {
                makeRoom();
            }
        }

        private void writeInPieces(ChannelHandlerContext context, ByteBuf buffer, ChannelPromise promise) {
            while (buffer.readableBytes() > PIECE) {
                ChannelFuture unused =
                        context.write(buffer.readRetainedSlice(PIECE)).addListener(piece -> taken(context, piece));
            }
            ChannelFuture unused = context.write(buffer, promise.unvoid()).addListener(piece -> taken(context, piece));
        }

        /** The idle timeout looks at whole answers, which a slow client reads for longer. After a piece that was not written nothing may follow. */
        private void taken(ChannelHandlerContext context, Future<?> piece) {
            if (!piece.isSuccess()) {
                ChannelFuture unused = context.close();
                return;
            }
            read = nanos.getAsLong();
            IdleStateHandler idle = channel.pipeline().get(IdleStateHandler.class);
            if (idle != null) {
                idle.resetWriteTimeout();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            waiting.remove(this);
            context.fireChannelInactive();
        }

        /** Not from within a write, which is this one's or another's, and past the framework, which would wait until all is written. With what the operating system holds for it. */
        private void end() {
            ended = true;
            ChannelHandlerContext context = channel.pipeline().context(this);
            channel.eventLoop().execute(() -> {
                try {
                    channel.config().setOption(ChannelOption.SO_LINGER, 0);
                } catch (ChannelException closedAlready) {
                    return;
                }
                ChannelFuture unused = context.close();
            });
        }
    }
}
