package io.patchline.executor.actions;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.patchline.executor.process.Deadline;
import io.patchline.executor.process.StepEndedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one at a time change files by file actions, over all executors of the workspace: what is computed from a file must not be written
 * over what another lane has just written. Held while files are compared with what was computed from and while they are written; commands do not take it.
 */
final class WorkspaceLock {
    /** How soon who waits in this process hears that it need not any more. */
    private static final long ASK_EVERY_MILLIS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(WorkspaceLock.class);

    private final Path file;
    private final ReentrantLock withinProcess = new ReentrantLock(true);

    /**
     * @param file the lock file, outside the workspace, the same for all of its executors
     */
    WorkspaceLock(Path file) {
        this.file = file;
    }

    /**
     * Waits for the lock.
     *
     * @throws StepEndedException if the deadline passes first
     */
    Held take(Deadline deadline) throws IOException {
        awaitOthersOfThisProcess(deadline);
        boolean locked = false;
        try {
            FileChannel channel = FileChannel.open(file, CREATE, WRITE);
            locked = lock(channel, deadline);
            if (locked) {
                return () -> release(channel);
            }
            channel.close();
            throw deadline.ended();
        } finally {
            if (!locked) {
                withinProcess.unlock();
            }
        }
    }

    private void awaitOthersOfThisProcess(Deadline deadline) throws InterruptedIOException {
        try {
            while (!withinProcess.tryLock(ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                deadline.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it waited for the workspace");
        }
    }

    /** Whoever waits for another process is woken by closing what it waits on. Returns whether it has the lock. */
    private static boolean lock(FileChannel channel, Deadline deadline) throws IOException {
        if (channel.tryLock() != null) {
            return true;
        }
        Deadline.Ending ending = deadline.whenOver(() -> close(channel));
        try {
            FileLock lock = channel.lock();
            LOG.atTrace().addKeyValue("lock", lock).log("Waited for another process");
            return ending.prevent();
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (AsynchronousCloseException e) {
            return false;
        } finally {
            boolean unused = ending.prevent();
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The workspace's lock file is not closed");
        }
    }

    private void release(FileChannel channel) throws IOException {
        try {
            channel.close();
        } finally {
            withinProcess.unlock();
        }
    }

    /** The lock, until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
