package io.patchline.executor.run;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one at a time change files by file actions, over all executors of the workspace: what is computed from a file must not be written
 * over what another lane has just written. Held for the milliseconds of the writing only; commands do not take it.
 */
final class WorkspaceLock {
    private final Path file;
    private final ReentrantLock withinProcess = new ReentrantLock(true);

    /**
     * @param file the lock file, outside the workspace, the same for all of its executors
     */
    WorkspaceLock(Path file) {
        this.file = file;
    }

    /** Waits for the lock. */
    Held take() throws IOException {
        withinProcess.lock();
        try {
            FileChannel channel = FileChannel.open(file, CREATE, WRITE);
            channel.lock();
            return () -> release(channel);
        } catch (IOException | RuntimeException e) {
            withinProcess.unlock();
            throw e;
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
