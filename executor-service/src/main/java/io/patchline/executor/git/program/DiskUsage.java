package io.patchline.executor.git.program;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.executor.process.StepEndedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes the places of a workspace take on disk, as they were measured last: what was fetched, and the working trees. Measured on a thread of its own, every five minutes at most, and for a
 * minute at most each time. Safe for use by several threads.
 */
public final class DiskUsage implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(DiskUsage.class);

    private final Path directory;
    private final Thread thread;
    private volatile double bytes = Double.NaN;

    /** Of this directory; nothing is measured yet. */
    public DiskUsage(Path directory) {
        this.directory = directory;
        this.thread = Thread.ofVirtual().name("disk-usage").unstarted(this::keepMeasuring);
    }

    /** From now on it is measured, until this is closed. */
    public void start() {
        thread.start();
    }

    /** Not a number as long as nothing was measured. */
    public double bytes() {
        return bytes;
    }

    private void keepMeasuring() {
        try {
            while (true) {
                measure();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("directory", directory).log("Is not measured any more");
        }
    }

    private void measure() throws InterruptedException {
        try {
            OptionalLong measured = DuProgram.bytes(directory, Deadline.after(LONGEST, new Cancellation()));
            measured.ifPresent(found -> bytes = found);
        } catch (IOException | StepEndedException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("directory", directory)
                    .log("What it takes on disk could not be measured; the metric tells what it was before");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
