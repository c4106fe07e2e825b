package io.patchline.ingest.answers;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.internal.PlatformDependent;
import io.patchline.ingest.http.ProblemException;
import io.patchline.outcome.ErrorCode;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What answers with whole outcomes, patches and lists may take in memory together: an eighth of the heap, and half of the direct memory at most, into which each is copied while a slow client reads it. Each takes its part before it is read, and gives it back
 * when the client has it, however slowly that reads; what has no room is declined, and can be asked for again; then those that have read nothing for a while make room. Safe for use by several threads.
 */
@Singleton
public final class AnswerMemory {
    private static final int EIGHTH = 8;

    /** Half of the heap: an outcome as large as RabbitMQ 4 takes a message, 16 MiB, fits in a heap of 256 MB. */
    private static final int LARGEST = 4;

    private final UnreadAnswers unread;
    private final long bytes;
    private long taken;

    @Inject
    AnswerMemory(UnreadAnswers unread) {
        this(unread, Math.min(Runtime.getRuntime().maxMemory() / EIGHTH, PlatformDependent.maxDirectMemory() / 2));
    }

    /** @param bytes what all of them may take */
    AnswerMemory(UnreadAnswers unread, long bytes) {
        this.unread = unread;
        this.bytes = bytes;
    }

    /** The part of the answer to this request. */
    public Share of(RoutingContext context) {
        Share share = new Share();
        context.addEndHandler(end -> whenWritten(context, share));
        if (context.response().closed()) { // by a client that has gone: then nobody tells of the end any more
            share.close();
        }
        return share;
    }

    /** A part for something else; the caller closes it. */
    public Share share() {
        return new Share();
    }

    synchronized long taken() {
        return taken;
    }

    /** The end of an answer is told when it was handed over; an empty write behind it is done when the client's connection has taken it. */
    private static void whenWritten(RoutingContext context, Share share) {
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> share.close());
    }

    /** One answer's part. Safe for use by several threads. */
    public final class Share implements AutoCloseable {
        private long own;
        private boolean declined;
        private boolean closed;

        private Share() {}

        /**
         * Returns whether there is room for so many bytes more, which are then taken. What is larger than all that there is has its turn when
         * nothing else is taken; not if it is more than {@value #LARGEST} times that.
         */
        public boolean take(long more) {
            long part = Math.min(more, bytes);
            boolean full;
            synchronized (AnswerMemory.this) {
                full = part > bytes - taken;
                declined = full || closed || more > LARGEST * bytes;
                if (!declined) {
                    own += part;
                    taken += part;
                }
            }
            if (full) {
                unread.closeStalled();
            }
            return !isDeclined();
        }

        /**
         * Takes so many bytes more, as {@link #take} does.
         *
         * @throws ProblemException with {@code overloaded} if there is no room
         */
        public void require(long more) {
            take(more);
            requireGranted();
        }

        /**
         * @throws ProblemException with {@code overloaded} if there was no room when it was asked for last
         */
        public void requireGranted() {
            if (isDeclined()) {
                throw new ProblemException(
                        ErrorCode.OVERLOADED,
                        "More is being read than there is memory for. Ask again after the pause in Retry-After.");
            }
        }

        /** Whether there was no room when it was asked for last. */
        public boolean isDeclined() {
            synchronized (AnswerMemory.this) {
                return declined;
            }
        }

        /** Gives back what was taken beyond this: so many bytes are left of what was made. */
        void keep(long left) {
            synchronized (AnswerMemory.this) {
                long less = Math.max(0, own - left);
                taken -= less;
                own -= less;
            }
        }

        /** Gives back what was taken; once, however often it is called. */
        @Override
        public void close() {
            synchronized (AnswerMemory.this) {
                taken -= own;
                own = 0;
                closed = true;
            }
        }
    }
}
