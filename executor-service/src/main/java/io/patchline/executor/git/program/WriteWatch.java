package io.patchline.executor.git.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Ends a process that has written more than it may, by what the kernel counts (proc_pid_io(5)): a limit for the size of a file does not bound a hundred thousand of them. It looks every
 * {@value #MILLIS} ms, so as much more is written as the disk takes meanwhile. What the kernel does not tell is not bounded.
 */
final class WriteWatch implements AutoCloseable {
    private static final int MILLIS = 50;
    private static final String WRITTEN = "wchar: ";

    private final Process process;
    private final long most;
    private final Thread thread;
    private volatile boolean exceeded;

    /** Begins to look. */
    WriteWatch(Process process, long most) {
        this.process = process;
        this.most = most;
        this.thread = Thread.ofVirtual().name("write-watch").start(this::look);
    }

    private void look() {
        Path counts = Path.of("/proc", Long.toString(process.pid()), "io");
        try {
            while (process.isAlive() && !exceeded) {
                Thread.sleep(Duration.ofMillis(MILLIS));
                if (written(counts) > most) {
                    exceeded = true;
                    process.toHandle().destroyForcibly();
                }
            }
        } catch (IOException | InterruptedException e) {
            return; // It has ended.
        }
    }

    private static long written(Path counts) throws IOException {
        return Files.readString(counts, US_ASCII)
                .lines()
                .filter(line -> line.startsWith(WRITTEN))
                .mapToLong(line -> Long.parseLong(line.substring(WRITTEN.length())))
                .sum();
    }

    /** Whether it was ended. */
    boolean hasEndedIt() {
        return exceeded;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
