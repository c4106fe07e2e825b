package io.patchline.executor.process;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Tells a listener the output as it comes, but not faster than it can be read: at most one piece each {@link #INTERVAL}, each of at most
 * {@link #PIECE} characters, at most {@link #PIECES} in all. What is more is left out, and the text says so. The listener is called on the
 * scheduler's thread, so that a slow one does not hold up the command.
 */
final class LiveOutput implements ByteSink {
    static final Duration INTERVAL = Duration.ofMillis(100);
    static final int PIECE = 16 * 1024;
    static final int PIECES = 10_000;

    private static final Logger LOG = Logger.getLogger(LiveOutput.class);

    private final OutputListener listener;
    private final ScheduledExecutorService scheduler;
    private final StringBuilder pending = new StringBuilder();
    private final Utf8Pieces text = new Utf8Pieces(this::append);
    private long leftOut;
    private int pieces;
    private boolean scheduled;
    private boolean closed;

    LiveOutput(OutputListener listener, ScheduledExecutorService scheduler) {
        this.listener = listener;
        this.scheduler = scheduler;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // deliver() handles its own failures
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (closed || pieces >= PIECES) {
            return;
        }
        text.write(bytes, offset, length);
        if (!scheduled) {
            scheduled = true;
            scheduler.schedule(this::deliver, pieces == 0 ? 0 : INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Delivers what is left, on this thread. Nothing is delivered afterwards. */
    @Override
    public synchronized void finish() {
        deliver();
        closed = true;
    }

    private void append(CharSequence more) {
        int room = Math.min(more.length(), PIECE - pending.length());
        int cut =
                room > 0 && room < more.length() && Character.isHighSurrogate(more.charAt(room - 1)) ? room - 1 : room;
        pending.append(more, 0, cut);
        leftOut += more.length() - cut;
    }

    private synchronized void deliver() {
        scheduled = false;
        if (closed || pending.isEmpty()) {
            return;
        }
        pieces++;
        if (leftOut > 0) {
            pending.append("\n[").append(leftOut).append(" characters left out of the live output]\n");
        } else if (pieces == PIECES) {
            pending.append("\n[the live output ends here]\n");
        }
        String piece = pending.toString();
        pending.setLength(0);
        leftOut = 0;
        try {
            listener.output(piece);
        } catch (RuntimeException e) {
            closed = true;
            LOG.warn("the listener to live output failed and hears no more of this command", e);
        }
    }
}
