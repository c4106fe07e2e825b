package io.patchline.executor.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.patchline.executor.output.OutputCapture;
import io.patchline.executor.process.OutputPump.Handshake;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * One command from its launch to its end. Used by one thread, whose interruption changes nothing: whoever wants the end asks for it through
 * {@link Cancellation}. Signals go through {@link ProcessHandle}, because {@link Process#destroy()} closes the output and loses its end.
 */
final class RunningCommand implements AutoCloseable {
    /** How long output is waited for that something still holds open after the command has ended. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(RunningCommand.class);

    private final Process process;
    private final OutputPump pump;
    private final CommandLimits limits;
    private final Cancellation.Listening cancellation;
    private final CompletableFuture<Cause> end = new CompletableFuture<>();
    private RemainingProcesses running = RemainingProcesses.NONE;

    /** Why a command ended. */
    enum Cause {
        ITSELF,
        TIMEOUT,
        CANCELLATION,
        OUTPUT_LIMIT,
        OUT_OF_MEMORY
    }

    private RunningCommand(Process process, OutputPump pump, CommandLimits limits, Cancellation cancellation) {
        this.process = process;
        this.pump = pump;
        this.limits = limits;
        CompletableFuture<Cause> ending = end;
        this.cancellation = cancellation.whenRequested(() -> ending.complete(Cause.CANCELLATION));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what follows from an end is to complete another future
    static RunningCommand watch(
            Process process, OutputCapture capture, CommandLimits limits, Cancellation cancellation) {
        OutputPump pump =
                new OutputPump(process.getInputStream(), process.getErrorStream(), capture, limits.outputBytes());
        RunningCommand command = new RunningCommand(process, pump, limits, cancellation);
        Thread.ofPlatform().name("command-output").daemon().start(pump);
        process.onExit().thenRun(() -> command.end.complete(Cause.ITSELF));
        pump.overLimit().thenRun(() -> command.end.complete(Cause.OUTPUT_LIMIT));
        pump.ended().exceptionally(failure -> {
            command.end.completeExceptionally(failure);
            return null;
        });
        return command;
    }

    Process process() {
        return process;
    }

    /** The processes that were ended with the command, as {@link Launch} says; and what was running when it was ended itself. */
    RemainingProcesses remaining() {
        return running.isEmpty() ? RemainingProcesses.named(pump.said()) : running;
    }

    /**
     * Waits for READY, even when the end has been asked for: a bwrap that is killed while it sets up can leave a child that waits for it
     * for ever (seen with 0.8), one that is ready cannot.
     *
     * @throws IOException if it does not come in time
     */
    void awaitReady() throws IOException {
        String late = "the sandbox did not come up within " + limits.setUp();
        Handshake handshake = pump.handshake()
                .copy()
                .completeOnTimeout(new Handshake.Broken(late), limits.setUp().toNanos(), NANOSECONDS)
                .join();
        if (handshake instanceof Handshake.Broken broken) {
            throw new IOException(broken.error());
        }
    }

    /**
     * Lets the command go, waits for its end or ends it, and tells why it ended.
     *
     * @throws CompletionException if its output could not be taken in, which is a defect of ours; it is killed then
     */
    Cause runToEnd(ProcessTree tree, Duration timeout) throws IOException {
        if (end.isDone()) {
            tree.kill();
        } else {
            sayGo();
        }
        Cause cause = awaitCause(tree, timeout);
        switch (cause) {
            case ITSELF -> {}
            case TIMEOUT, CANCELLATION -> {
                running = RemainingProcesses.below(process.toHandle());
                endWithGrace(tree);
            }
            case OUTPUT_LIMIT -> tree.kill();
            case OUT_OF_MEMORY -> throw new IllegalStateException("known only afterwards");
        }
        process.onExit().join();
        boolean outOfMemory = tree.reap();
        drain();
        if (cause != Cause.ITSELF) {
            return cause;
        }
        return outOfMemory ? Cause.OUT_OF_MEMORY : pump.overLimit().isDone() ? Cause.OUTPUT_LIMIT : cause;
    }

    /** Ends what is left, whatever state it is in, and gives its pipes back. What fails here changes nothing of how the command ended. */
    @Override
    public void close() {
        cancellation.close();
        if (process.isAlive()) {
            List<ProcessHandle> descendants = process.descendants().toList();
            process.toHandle().destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
        }
        try {
            process.getOutputStream().close();
            if (outputEndsWithin(DRAIN)) {
                process.getInputStream().close();
                process.getErrorStream().close();
            }
        } catch (IOException e) {
            LOG.debug("a pipe to a command that has ended could not be closed", e);
        }
    }

    private Cause awaitCause(ProcessTree tree, Duration timeout) {
        try {
            return end.completeOnTimeout(Cause.TIMEOUT, Deadline.nanos(timeout), NANOSECONDS)
                    .join();
        } catch (CompletionException e) {
            tree.kill();
            throw e;
        }
    }

    private void sayGo() throws IOException {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write((LaunchScript.GO + "\n").getBytes(US_ASCII));
        }
    }

    private void endWithGrace(ProcessTree tree) {
        tree.terminate();
        boolean gone = process.onExit()
                .thenApply(exited -> true)
                .completeOnTimeout(false, limits.grace().toNanos(), NANOSECONDS)
                .join();
        if (!gone) {
            tree.kill();
        }
    }

    private void drain() {
        if (!outputEndsWithin(DRAIN)) {
            LOG.warn("something outside of the command holds its output open: a thread waits for it");
        }
    }

    private boolean outputEndsWithin(Duration longest) {
        return pump.ended()
                .handle((nothing, failure) -> true)
                .completeOnTimeout(false, longest.toNanos(), NANOSECONDS)
                .join();
    }
}
