package io.patchline.executor.ledger;

import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets one at a time of this process be at a run's claim file. The OS's file locks are a process's and not a thread's, and the closing of any
 * of its descriptors of a file releases them all: so nobody may so much as open a claim file that another thread holds.
 */
final class RunMutex {
    private final Set<Path> taken = new HashSet<>();

    /** Waits until nobody else of this process is there. */
    synchronized void enter(Path run) throws InterruptedIOException {
        while (!taken.add(run)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a claim was swept");
            }
        }
    }

    /** Returns whether nobody else of this process is there. */
    synchronized boolean tryEnter(Path run) {
        return taken.add(run);
    }

    synchronized void leave(Path run) {
        taken.remove(run);
        notifyAll();
    }
}
