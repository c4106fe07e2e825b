package io.patchline.ingest.answers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What clients have not read yet is bounded for all of them together, whatever it is: an eighth of the direct memory, where it lies. Beyond that the connection goes that has read nothing for the longest; its client can ask again. A connection
 * counts as soon as more waits for it than the operating system and Netty's own mark take (64 KiB). Safe for use by several threads.
 */
public final class UnreadAnswers {
    /** Who has read nothing for so long goes first when there is no room, and at once when somebody else is in need. */
    static final Duration STALLED = Duration.ofSeconds(5);

    private static final int EIGHTH = 8;
    private static final int PIECE = 64 * 1024;
    private static final AttributeKey<Boolean> WATCHED = AttributeKey.valueOf(UnreadAnswers.class, "watched");

    private final Set<Connection> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicLong closed = new AtomicLong();
    private final long bytes;
    private final LongSupplier nanos;

    UnreadAnswers() {
        this(PlatformDependent.maxDirectMemory() / EIGHTH, System::nanoTime);
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
    public void watch(RoutingContext context) {
        watch(((ConnectionBase) context.request().connection()).channel());
    }

    void watch(Channel channel) {
        if (channel.attr(WATCHED).setIfAbsent(true) == null) {
            channel.pipeline().addFirst(new Connection(channel));
        }
    }

    /** The bytes that wait for clients, without those of connections for which little waits. */
    public long unread() {
        return waiting.stream().mapToLong(connection -> connection.unread).sum();
    }

    /** How many connections were closed because their clients did not read. */
    public long closed() {
        return closed.get();
    }

    /** Closes the connections that have read nothing for {@link #STALLED}: somebody else needs what lies there for them. */
    public void closeStalled() {
        look();
        long now = nanos.getAsLong();
        waiting.stream()
                .filter(connection -> now - connection.read >= STALLED.toNanos())
                .forEach(this::close);
    }

    /** The one that has just begun to wait stays: its client has had no time to read, and one answer alone has its room. */
    private void makeRoom(Connection latest) {
        look();
        for (long unread = unread(); unread > bytes; ) {
            Optional<Connection> next = waiting.stream()
                    .filter(connection -> connection != latest)
                    .min(Comparator.comparingLong(connection -> connection.read - latest.read));
            if (next.isEmpty()) {
                return;
            }
            unread -= next.get().unread;
            close(next.get());
        }
    }

    void look() {
        long now = nanos.getAsLong();
        List.copyOf(waiting).forEach(connection -> connection.look(now));
    }

    private void close(Connection connection) {
        if (waiting.remove(connection)) {
            closed.incrementAndGet();
            connection.end();
        }
    }

    /** One client's connection, first in its pipeline. */
    private final class Connection extends ChannelDuplexHandler {
        private final Channel channel;
        private volatile long unread;

        /** What was unread when somebody looked last; negative before that. */
        private volatile long seen;

        /** When it had read something, as far as anybody looked. */
        private volatile long read;

        private volatile boolean ended;

        private Connection(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (channel.isWritable()) {
                waiting.remove(this);
            } else if (channel.isOpen()) {
                unread = channel.bytesBeforeWritable();
                seen = -1;
                read = nanos.getAsLong();
                waiting.add(this);
                makeRoom(this);
            }
            context.fireChannelWritabilityChanged();
        }

        /** Whoever sends requests ahead and reads no answer has the next ones written behind those that wait already. */
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (ended) {
                ReferenceCountUtil.release(message);
                promise.tryFailure(new ClosedChannelException());
                return;
            }
            boolean behind = !channel.isWritable();
            if (message instanceof ByteBuf buffer && buffer.readableBytes() > PIECE) {
                writeInPieces(context, buffer, promise);
            } else {
                ChannelFuture unused = context.write(message, promise);
            }
            if (behind && channel.isOpen()) {
                unread = channel.bytesBeforeWritable();
                if (unread > bytes) {
                    UnreadAnswers.this.close(this);
                } else {
                    makeRoom(this);
                }
            }
        }

        /** What has been read of a buffer is not told before all of it has. A piece that cannot be written ends the connection, and with it the last one. */
        private static void writeInPieces(ChannelHandlerContext context, ByteBuf buffer, ChannelPromise promise) {
            while (buffer.readableBytes() > PIECE) {
                ChannelFuture unused = context.write(buffer.readRetainedSlice(PIECE), context.voidPromise());
            }
            ChannelFuture unused = context.write(buffer, promise);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            waiting.remove(this);
            context.fireChannelInactive();
        }

        /** Not from within a write, which is this one's or another's; what is still written to it is not kept. With what the operating system holds for it. */
        private void end() {
            ended = true;
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.eventLoop().execute(() -> {
                ChannelFuture unused = channel.close();
            });
        }

        private void look(long now) {
            long left = channel.isOpen() ? channel.bytesBeforeWritable() : 0;
            if (left < seen) {
                read = now;
            }
            seen = left;
            unread = left;
        }
    }
}
