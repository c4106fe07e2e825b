package io.patchline.ingest.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The newest events of the log, for everybody who follows it: one reader fills it, and any number of followers come by with their place. It
 * holds at most {@value #MOST_EVENTS} events of {@value #MOST_BYTES} bytes together and nothing for a single follower: one that is slower finds its place gone
 * and reads on in the log. Safe for use by several threads.
 */
public final class RecentEvents {
    static final int MOST_EVENTS = 2_000;
    static final long MOST_BYTES = 8 << 20;
    private static final int AT_ONCE = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<LogEvent> recent = new ArrayDeque<>();
    private long bytes;
    private long begin;
    private long last = -1;
    private boolean live;
    private boolean closed;

    /** What there is behind a place. */
    public sealed interface Next {
        /**
         * @param upTo the follower's next place: behind the last event, and behind what is no event
         */
        record Events(List<LogEvent> events, long upTo) implements Next {}

        /** The place is older than what is kept: read the log from there up to this offset, without it. */
        record Behind(long until) implements Next {}

        /** Nothing new came in time. */
        record Nothing() implements Next {}

        /** The log ends before the place: it is another log than the place is of. */
        record Beyond(long last) implements Next {}

        /** Nothing comes any more: the service ends. */
        record Closed() implements Next {}
    }

    /** The offset of the newest message; -1 before the first. Where somebody begins who wants only what is new. */
    public long last() {
        return locked(() -> last);
    }

    /** Whether the log was read to its end once, after waiting for it at most so long. Before, followers wait. */
    public boolean awaitLive(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!live && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return live;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing comes any more, because the service ends. */
    public boolean isClosed() {
        return locked(() -> closed);
    }

    /**
     * What follows behind this place, as soon as there is something.
     *
     * @param atMost how long to wait for it
     */
    public Next after(long place, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && left > 0 && (!live || last <= place)) {
                left = changed.awaitNanos(left);
            }
            if (closed) {
                return new Next.Closed();
            }
            if (!live || last == place) {
                return new Next.Nothing();
            }
            return last < place ? new Next.Beyond(last) : present(place);
        } finally {
            lock.unlock();
        }
    }

    /** An event was read, the next of the log. */
    public void add(LogEvent event) {
        change(() -> {
            move(event.offset());
            recent.add(event);
            bytes += event.json().length;
            while (recent.size() > MOST_EVENTS || bytes > MOST_BYTES) {
                LogEvent gone = recent.remove();
                bytes -= gone.json().length;
                begin = gone.offset() + 1;
            }
        });
    }

    /** A message was read that is no event. */
    void pass(long offset) {
        change(() -> move(offset));
    }

    /** Another log is read now, from its beginning. */
    void startOver() {
        change(() -> {
            recent.clear();
            bytes = 0;
            begin = 0;
            last = -1;
        });
    }

    /** The log was read to its end. */
    void goLive() {
        change(() -> live = true);
    }

    /** Ends it for all followers. */
    public void close() {
        change(() -> closed = true);
    }

    /** Where offsets are missing, what is kept begins anew: a follower from before is sent to the log, and learns there what is gone. */
    private void move(long offset) {
        if (offset != last + 1) {
            recent.clear();
            bytes = 0;
            begin = offset;
        }
        last = offset;
    }

    private Next present(long place) {
        if (place + 1 < begin) {
            return new Next.Behind(begin);
        }
        List<LogEvent> newer = new ArrayList<>();
        for (Iterator<LogEvent> newest = recent.descendingIterator(); newest.hasNext(); ) {
            LogEvent event = newest.next();
            if (event.offset() <= place) {
                break;
            }
            newer.add(event);
        }
        Collections.reverse(newer);
        boolean all = newer.size() <= AT_ONCE;
        List<LogEvent> next = all ? newer : List.copyOf(newer.subList(0, AT_ONCE));
        return new Next.Events(next, all ? last : next.getLast().offset());
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }
}
