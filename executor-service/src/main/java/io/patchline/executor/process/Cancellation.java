package io.patchline.executor.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The wish that a run should end early: made at most once, heard by whoever asks or listens. Safe for use by several threads. */
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private Optional<Reason> reason = Optional.empty();

    /** Who wants the end. */
    public enum Reason {
        /** Somebody asked for this patch to be cancelled. */
        REQUESTED,
        /** The executor is shutting down and its grace period is over. */
        SHUTDOWN,
    }

    /** Asks for the end and runs the listeners, on this thread. Asking again changes nothing: the first reason stands. */
    public void request(Reason why) {
        List<Runnable> toNotify;
        synchronized (this) {
            if (reason.isPresent()) {
                return;
            }
            reason = Optional.of(why);
            toNotify = List.copyOf(listeners);
            listeners.clear();
        }
        toNotify.forEach(Runnable::run);
    }

    /** Why the run should end; empty as long as it should not. */
    public synchronized Optional<Reason> reason() {
        return reason;
    }

    /**
     * Calls the listener once when the end is asked for: at once, on this thread, if it has been already.
     *
     * @return to be closed by whoever needs not hear it any more: a run may have thousands of commands, and keeps what listens
     */
    public Listening whenRequested(Runnable listener) {
        synchronized (this) {
            if (reason.isEmpty()) {
                listeners.add(listener);
                return () -> forget(listener);
            }
        }
        listener.run();
        return () -> {};
    }

    private synchronized void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /** One that hears of this only if somebody asked for the patch to be cancelled, not if the executor ends. */
    public Cancellation ofRequests() {
        Cancellation requests = new Cancellation();
        Listening unused = whenRequested(() -> {
            if (reason().equals(Optional.of(Reason.REQUESTED))) {
                requests.request(Reason.REQUESTED);
            }
        });
        return requests;
    }

    /** One that hears of this and of another. */
    public Cancellation or(Cancellation other) {
        Cancellation either = new Cancellation();
        for (Cancellation one : List.of(this, other)) {
            Listening unused =
                    one.whenRequested(() -> either.request(one.reason().orElseThrow()));
        }
        return either;
    }

    /** How many listen. */
    synchronized int listening() {
        return listeners.size();
    }

    /** Somebody listens until it is closed. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
