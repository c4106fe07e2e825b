package io.patchline.executor.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.patchline.executor.output.OutputCapture;
import io.patchline.executor.process.OutputPump.Handshake;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * One command from {@code go} to its end. Used by one thread, whose interruption changes nothing: whoever wants the end asks for it through
 * {@link Cancellation}. Signals go through {@link ProcessHandle}, because {@link Process#destroy()} closes the output and loses its end.
 */
final class RunningCommand implements AutoCloseable {
    /** How long it is waited for to learn whether a command that has ended had begun: its mark lies in the pipe then, or nobody has the pipe any more. */
    private static final Duration CERTAINTY = Duration.ofMinutes(1);

    /** How long output is waited for that something still holds open after the command has ended. */
    static final Duration DRAIN = Duration.ofSeconds(2);

    /** Exit codes above it are those of what a signal has ended. */
    private static final int KILLED = 128;

    private static final Logger LOG = Logger.getLogger(RunningCommand.class);

    private final Process process;
    private final OutputPump pump;
    private final CommandLimits limits;
    private final Cancellation.Listening cancellation;
    private final CompletableFuture<Cause> end = new CompletableFuture<>();
    private RemainingProcesses running = RemainingProcesses.NONE;
    private final boolean relayed;
    private boolean saidGo;

    /** Why a command ended. */
    enum Cause {
        ITSELF,
        TIMEOUT,
        CANCELLATION,
        OUTPUT_LIMIT,
        OUT_OF_MEMORY
    }

    private RunningCommand(LaunchedSandbox sandbox, CommandLimits limits, Cancellation cancellation) {
        this.process = sandbox.process();
        this.pump = sandbox.output();
        this.relayed = sandbox.isRelayed();
        this.limits = limits;
        CompletableFuture<Cause> ending = end;
        this.cancellation = cancellation.whenRequested(() -> ending.complete(Cause.CANCELLATION));
    }

    /** @param capture takes what the command writes */
    @SuppressWarnings("FutureReturnValueIgnored") // what follows from an end is to complete another future
    static RunningCommand in(
            LaunchedSandbox sandbox, OutputCapture capture, CommandLimits limits, Cancellation cancellation) {
        RunningCommand command = new RunningCommand(sandbox, limits, cancellation);
        command.pump.to(capture);
        command.process.onExit().thenRun(() -> command.end.complete(Cause.ITSELF));
        command.pump.overLimit().thenRun(() -> command.end.complete(Cause.OUTPUT_LIMIT));
        command.pump.ended().exceptionally(failure -> {
            command.end.completeExceptionally(failure);
            return null;
        });
        return command;
    }

    /** The processes that were ended with the command, as {@link Launch} says; and what was running when it was ended itself. */
    RemainingProcesses remaining() {
        return running.isEmpty() ? RemainingProcesses.named(pump.said()) : running;
    }

    /**
     * Lets the command go, waits for its end or ends it, and tells why it ended.
     *
     * @throws IOException if it ended before it had begun, so that nothing of the command happened
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
        if (cause == Cause.ITSELF) {
            refuseWhatNeverBegan();
        }
        if (cause != Cause.ITSELF) {
            return cause;
        }
        return outOfMemory ? Cause.OUT_OF_MEMORY : pump.overLimit().isDone() ? Cause.OUTPUT_LIMIT : cause;
    }

    /** Hears of no cancellation any more. */
    @Override
    public void close() {
        cancellation.close();
    }

    private void refuseWhatNeverBegan() throws IOException {
        Handshake begun =
                pump.begun().copy().orTimeout(CERTAINTY.toNanos(), NANOSECONDS).join();
        if (begun instanceof Handshake.Broken broken) {
            if (saidGo && relayed && process.exitValue() > KILLED) {
                throw new IllegalStateException(
                        "what started the command was killed; whether the command had begun is not known: "
                                + broken.error());
            }
            throw new IOException(broken.error());
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
        saidGo = true;
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
        boolean ended = pump.ended()
                .handle((nothing, failure) -> true)
                .completeOnTimeout(false, DRAIN.toNanos(), NANOSECONDS)
                .join();
        if (!ended) {
            LOG.warn("something outside of the command holds its output open: a thread waits for it");
        }
    }
}
