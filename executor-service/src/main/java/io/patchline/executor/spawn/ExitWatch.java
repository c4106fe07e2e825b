package io.patchline.executor.spawn;

import static io.patchline.executor.libc.LibC.call;
import static io.patchline.executor.libc.LibC.function;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Waits for the ends of any number of processes, on one thread, which reaps them and says so. The thread ends when this was closed and the last of them has ended.
 */
final class ExitWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ExitWatch.class);

    // sys/epoll.h. struct epoll_event is packed on x86-64 only: epoll_event(3type).
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int ADD = 1;
    private static final int CHANGE = 3;
    private static final int READABLE_ONCE = 1 | 1 << 30;
    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));
    private static final int DATA_AT = PACKED ? 4 : 8;
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int MOST_EVENTS = 16;
    private static final long PAUSE_MILLIS = 100;

    private static final MethodHandle CREATE = function("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle CONTROL =
            function("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle WAIT =
            function("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

    private final int epoll;

    /** Its other end is closed when there is nothing to wait for any more. */
    private final SystemCalls.Pair closing;

    private final Map<Integer, SpawnedProcess> running = new HashMap<>();
    private boolean closed;

    ExitWatch() throws IOException {
        this.epoll = (int) call("epoll_create1", state -> (int) CREATE.invokeExact(state, CLOSE_ON_EXEC));
        this.closing = SystemCalls.pipe();
        set(ADD, closing.first());
        Thread.ofPlatform().name("process-exits").daemon().start(this::run);
    }

    /** Reaps the process when it has ended. */
    void watch(SpawnedProcess process) throws IOException {
        synchronized (this) {
            running.put(process.pidfd(), process);
        }
        try {
            set(ADD, process.pidfd());
        } catch (IOException e) {
            take(process.pidfd());
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            closeQuietly(closing.second());
        }
    }

    /** What could not be reaped yet is looked at again after a pause. */
    private void later(SpawnedProcess process) {
        synchronized (this) {
            running.put(process.pidfd(), process);
        }
        CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS).execute(() -> {
            try {
                set(CHANGE, process.pidfd());
            } catch (IOException e) {
                LOG.errorf(e, "The end of process %d is not heard any more: a defect", process.pid());
            }
        });
    }

    private void set(int operation, int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_BYTES, 8);
            event.set(JAVA_INT, 0, READABLE_ONCE);
            event.set(JAVA_INT_UNALIGNED, DATA_AT, descriptor);
            long unused =
                    call("epoll_ctl", state -> (int) CONTROL.invokeExact(state, epoll, operation, descriptor, event));
        }
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) EVENT_BYTES * MOST_EVENTS, 8);
            while (!isOver()) {
                long count = call("epoll_wait", state -> (int) WAIT.invokeExact(state, epoll, events, MOST_EVENTS, -1));
                for (int i = 0; i < count; i++) {
                    take(events.get(JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES + DATA_AT))
                            .filter(process -> !process.reap())
                            .ifPresent(this::later);
                }
            }
        } catch (IOException e) {
            LOG.error("The ends of processes are not heard any more: a defect", e);
        } finally {
            closeQuietly(closing.first());
            closeQuietly(epoll);
        }
    }

    /** Empty for the pipe that says that this is closed. */
    private synchronized Optional<SpawnedProcess> take(int descriptor) {
        return Optional.ofNullable(running.remove(descriptor));
    }

    private synchronized boolean isOver() {
        return closed && running.isEmpty();
    }

    private static void closeQuietly(int descriptor) {
        try {
            SystemCalls.close(descriptor);
        } catch (IOException e) {
            LOG.debug("a descriptor of ours could not be closed", e);
        }
    }
}
