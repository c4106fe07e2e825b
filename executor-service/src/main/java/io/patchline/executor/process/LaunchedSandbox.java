package io.patchline.executor.process;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.patchline.executor.process.OutputPump.Handshake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * A sandbox that comes up or waits for {@code go}: for one command, and never for another. Closing it ends whatever is left in it, and clears up.
 */
final class LaunchedSandbox implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LaunchedSandbox.class);

    private final RunFiles files;
    private final Process process;
    private final TakenPaths taken;
    private final OutputPump output;
    private final CompletableFuture<ProcessTree> tree;
    private final boolean relayed;

    private LaunchedSandbox(
            RunFiles files,
            Process process,
            TakenPaths taken,
            OutputPump output,
            CompletableFuture<ProcessTree> tree,
            boolean relayed) {
        this.files = files;
        this.relayed = relayed;
        this.process = process;
        this.taken = taken;
        this.output = output;
        this.tree = tree;
    }

    /**
     * Launches one. Returns before it has come up.
     *
     * @param files is closed with it, or now if it cannot be launched
     * @param outputBytes how much a command in it may write
     */
    static LaunchedSandbox launch(
            CommandPlace place, Confinement confinement, RunFiles files, LauncherThread launcher, long outputBytes)
            throws IOException {
        Optional<Process> started = Optional.empty();
        try {
            Launch launch = confinement.prepare(place, files);
            TakenPaths taken = TakenPaths.of(launch.taken());
            Process process = launcher.start(launch);
            started = Optional.of(process);
            OutputPump output = new OutputPump(process.getInputStream(), process.getErrorStream(), outputBytes);
            CompletableFuture<ProcessTree> tree =
                    output.ready().thenApply(handshake -> tree(handshake, confinement, process));
            Thread.ofPlatform().name("command-output").daemon().start(output);
            return new LaunchedSandbox(files, process, taken, output, tree, confinement.relaysOutput());
        } catch (IOException | RuntimeException | Error e) {
            started.ifPresent(LaunchedSandbox::kill);
            files.close();
            throw e;
        }
    }

    private static void kill(Process process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.toHandle().destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private static ProcessTree tree(Handshake handshake, Confinement confinement, Process process) {
        try {
            return switch (handshake) {
                case Handshake.Mark mark -> new ReapedOnce(confinement.tree(process));
                case Handshake.Broken broken -> throw new IOException(broken.error());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Waits for READY, even when the end has been asked for: a bwrap that is killed while it sets up can leave a child that waits for it
     * for ever (seen with 0.8), one that is ready cannot.
     *
     * @throws IOException if it does not come in time
     */
    void awaitReady(Duration longest) throws IOException {
        try {
            ProcessTree unused =
                    tree.copy().orTimeout(longest.toNanos(), NANOSECONDS).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case TimeoutException late -> throw new IOException("the sandbox did not come up within " + longest);
                case UncheckedIOException broken -> throw new IOException(broken.getMessage(), broken);
                case null, default -> throw new IOException(String.valueOf(e.getCause()), e);
            }
        }
    }

    /** Whether it waits for {@code go}, or has been told. */
    boolean isReady() {
        return tree.isDone() && !tree.isCompletedExceptionally();
    }

    /** Whether it is still there, and one that is launched now would show a command the same. */
    boolean isAsIfLaunchedNow() {
        try {
            return process.isAlive() && taken.areTheSameNow();
        } catch (IOException e) {
            LOG.debug("what a sandbox was launched from cannot be compared", e);
            return false;
        }
    }

    /** Its processes, once it is ready. */
    ProcessTree tree() {
        return tree.join();
    }

    /** Runs the action once it has ended, on any thread. */
    void whenEnded(Runnable action) {
        CompletableFuture<Void> unused = process.onExit().thenRun(action);
    }

    /** As {@link Confinement#relaysOutput()} says. */
    boolean isRelayed() {
        return relayed;
    }

    RunFiles files() {
        return files;
    }

    Process process() {
        return process;
    }

    OutputPump output() {
        return output;
    }

    /** Ends what is left, whatever state it is in, and gives its pipes back. What fails here changes nothing of how the command ended. */
    @Override
    public void close() {
        output.toNobody();
        if (process.isAlive()) {
            kill(process);
            process.onExit().join();
        }
        reapIfReady();
        closePipes();
        files.close();
    }

    /** It has ended, so that READY has come or will not. */
    private void reapIfReady() {
        boolean ready = tree.handle((processes, failure) -> failure == null)
                .completeOnTimeout(false, RunningCommand.DRAIN.toNanos(), NANOSECONDS)
                .join();
        if (ready) {
            boolean unused = tree.join().reap();
        }
    }

    private void closePipes() {
        try {
            process.getOutputStream().close();
            boolean ended = output.ended()
                    .handle((nothing, failure) -> true)
                    .completeOnTimeout(false, RunningCommand.DRAIN.toNanos(), NANOSECONDS)
                    .join();
            if (ended) {
                process.getInputStream().close();
                process.getErrorStream().close();
            }
        } catch (IOException e) {
            LOG.debug("a pipe to a command that has ended could not be closed", e);
        }
    }

    /** Whoever comes first. */
    private static final class ReapedOnce implements ProcessTree {
        private final ProcessTree tree;
        private boolean reaped;

        private ReapedOnce(ProcessTree tree) {
            this.tree = tree;
        }

        @Override
        public void terminate() {
            tree.terminate();
        }

        @Override
        public void kill() {
            tree.kill();
        }

        @Override
        public boolean reap() {
            boolean first = !reaped;
            reaped = true;
            return first && tree.reap();
        }
    }
}
