package io.patchline.executor.spawn;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * A child of this process that the JDK has not started. Signals reach it only while it has not been reaped, so that they reach no other. Unlike the JDK's, {@link #destroy()} does not close its streams: what it has
 * written can still be read.
 */
final class SpawnedProcess extends Process {
    private static final Logger LOG = Logger.getLogger(SpawnedProcess.class);
    private static final int KILL = 9;
    private static final int TERM = 15;

    private final int pidfd;
    private final ProcessHandle handle;
    private final ChildPipes.Streams streams;
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private boolean reaped;

    private SpawnedProcess(int pidfd, ProcessHandle handle, ChildPipes.Streams streams) {
        this.pidfd = pidfd;
        this.handle = handle;
        this.streams = streams;
    }

    /** Takes charge of a child that nobody has reaped. */
    static SpawnedProcess of(int pid, ChildPipes.Streams streams, ExitWatch exits) throws IOException {
        int pidfd = -1;
        try {
            pidfd = SystemCalls.pidfd(pid);
            ProcessHandle handle =
                    ProcessHandle.of(pid).orElseThrow(() -> new IOException("process " + pid + " cannot be seen"));
            SpawnedProcess process = new SpawnedProcess(pidfd, handle, streams);
            exits.watch(process);
            return process;
        } catch (IOException | RuntimeException e) {
            // It was not reaped, so the number is its own.
            SystemCalls.kill(pid);
            SystemCalls.reapByNumber(pid);
            if (pidfd >= 0) {
                SystemCalls.close(pidfd);
            }
            throw e;
        }
    }

    int pidfd() {
        return pidfd;
    }

    void closeStreams() throws IOException {
        streams.close();
    }

    /** It has ended. Returns whether that is done with: not yet where it cannot be reaped yet. */
    boolean reap() {
        try {
            OptionalInt ended = reapNow();
            ended.ifPresent(code::complete);
            return ended.isPresent();
        } catch (IOException e) {
            LOG.error("How process " + pid() + " ended is not known: a defect", e);
            code.completeExceptionally(e);
            return true;
        }
    }

    private synchronized OptionalInt reapNow() throws IOException {
        reaped = true;
        OptionalInt ended;
        try {
            ended = SystemCalls.reap(pidfd);
        } catch (IOException e) {
            SystemCalls.close(pidfd);
            throw e;
        }
        if (ended.isEmpty()) {
            reaped = false;
        } else {
            SystemCalls.close(pidfd);
        }
        return ended;
    }

    @Override
    public OutputStream getOutputStream() {
        return streams.input();
    }

    @Override
    public InputStream getInputStream() {
        return streams.output();
    }

    @Override
    public InputStream getErrorStream() {
        return streams.error();
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return code.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            int unused = code.get(timeout, unit);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public int exitValue() {
        if (!code.isDone()) {
            throw new IllegalThreadStateException("process " + pid() + " has not ended");
        }
        try {
            return code.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public boolean isAlive() {
        return !code.isDone();
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return code.thenApply(ended -> this);
    }

    @Override
    public ProcessHandle toHandle() {
        return handle;
    }

    @Override
    public long pid() {
        return handle.pid();
    }

    @Override
    public boolean supportsNormalTermination() {
        return true;
    }

    @Override
    public void destroy() {
        signal(TERM);
    }

    @Override
    public Process destroyForcibly() {
        signal(KILL);
        return this;
    }

    private synchronized void signal(int number) {
        if (reaped) {
            return;
        }
        try {
            SystemCalls.signal(pidfd, number);
        } catch (IOException e) {
            LOG.debugf(e, "process %d does not take signal %d", pid(), number);
        }
    }
}
