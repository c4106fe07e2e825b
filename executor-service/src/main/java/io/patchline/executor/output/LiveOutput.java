package io.patchline.executor.output;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Hands a listener the output as it comes, but not faster than it can be read: at most one piece each {@link #INTERVAL}, each of at most
 * {@link #PIECE} characters. What is more is left out, and the place of the next piece tells how much. The listener is called on the
 * scheduler's thread, so that a slow one does not hold up the command.
 */
public final class LiveOutput implements ByteSink {
    static final Duration INTERVAL = Duration.ofMillis(100);
    static final int PIECE = 16 * 1024;

    private static final Logger LOG = Logger.getLogger(LiveOutput.class);

    private final OutputListener listener;
    private final ScheduledExecutorService scheduler;
    private final StringBuilder pending = new StringBuilder();
    private final Utf8Pieces text = new Utf8Pieces(this::append);
    private long begin;
    private long end;
    private boolean full;
    private boolean warned;
    private boolean scheduled;
    private boolean closed;

    public LiveOutput(OutputListener listener, ScheduledExecutorService scheduler) {
        this.listener = listener;
        this.scheduler = scheduler;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // deliver() handles its own failures
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (closed) {
            return;
        }
        text.write(bytes, offset, length);
        if (!scheduled) {
            scheduled = true;
            scheduler.schedule(this::deliver, !warned ? 0 : INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Delivers what is left, on this thread. Nothing is delivered afterwards. */
    @Override
    public synchronized void finish() {
        deliver();
        closed = true;
    }

    private void append(CharSequence more) {
        if (pending.isEmpty()) {
            begin = end;
        }
        int room = full ? 0 : Math.min(more.length(), PIECE - pending.length());
        int cut =
                room > 0 && room < more.length() && Character.isHighSurrogate(more.charAt(room - 1)) ? room - 1 : room;
        pending.append(more, 0, cut);
        full = cut < more.length();
        end += bytes(more);
    }

    private static long bytes(CharSequence text) {
        return text.codePoints()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                .sum();
    }

    private synchronized void deliver() {
        scheduled = false;
        if (closed || pending.isEmpty()) {
            return;
        }
        String piece = pending.toString();
        pending.setLength(0);
        full = false;
        warned = true;
        try {
            listener.output(begin, piece);
        } catch (RuntimeException e) {
            closed = true;
            LOG.warn("the listener to live output failed and hears no more of this command", e);
        }
    }
}
