package io.patchline.executor.process;

import io.patchline.executor.output.LiveOutput;
import io.patchline.executor.output.OutputCapture;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.spawn.SpawnerProbe;
import io.patchline.outcome.CapturedOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/**
 * Runs each command in a {@link Confinement}, within limits: in a sandbox that waits for it, or in one that is launched for it. Close it only when no command runs any more: closing ends the thread that
 * starts commands, and they with it.
 */
public final class ConfinedRunner implements CommandRunner, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ConfinedRunner.class);

    private final Confinement confinement;
    private final CommandLimits limits;
    private final Redaction redaction;
    private final Path runs;
    private final Optional<PrelaunchedSandboxes> prelaunched;
    private final LauncherThread launcher = new LauncherThread(SpawnerProbe.best());
    private final ScheduledExecutorService liveOutput = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("live-output").daemon().factory());

    /**
     * @param runs an existing directory of this executor's own, in which each command gets one while it runs
     * @param prelaunch the sandboxes to launch before there are commands, from {@link #resumePrelaunch()} on
     */
    public ConfinedRunner(
            Confinement confinement,
            CommandLimits limits,
            Redaction redaction,
            Path runs,
            Optional<Prelaunch> prelaunch) {
        this.confinement = confinement;
        this.limits = limits;
        this.redaction = redaction;
        this.runs = runs;
        this.prelaunched = prelaunch.map(some -> new PrelaunchedSandboxes(some, this::launch, limits.setUp()));
    }

    @Override
    public ProcessResult run(CommandRequest request) {
        if (request.cancellation().reason().isPresent()) {
            return cancelled(request, CapturedOutput.NONE, Duration.ZERO);
        }
        prelaunched.ifPresent(PrelaunchedSandboxes::enter);
        try {
            Optional<LaunchedSandbox> waiting = takeWaiting(request.place());
            if (waiting.isPresent()) {
                ProcessResult result = runIn(waiting.get(), request);
                if (!(result instanceof ProcessResult.SetUpFailed failed)) {
                    return result;
                }
                LOG.warnf(
                        "A sandbox that waited broke before its command began, which gets another: %s", failed.cause());
            }
            return runIn(launch(request.place()), request);
        } catch (IOException e) {
            return neverBegan(request, e);
        } finally {
            prelaunched.ifPresent(PrelaunchedSandboxes::leave);
        }
    }

    /** Keeps sandboxes ready from now on, if it was made to. */
    public void resumePrelaunch() {
        prelaunched.ifPresent(PrelaunchedSandboxes::resume);
    }

    /** Ends the sandboxes that wait, returns when they are gone, and launches none ahead of its command until it is resumed. */
    public void suspendPrelaunch() {
        prelaunched.ifPresent(PrelaunchedSandboxes::suspend);
    }

    /** How the launching of sandboxes ahead goes; empty if that was not asked for. */
    public Optional<Prelaunch.Status> prelaunchStatus() {
        return prelaunched.map(PrelaunchedSandboxes::status);
    }

    private Optional<LaunchedSandbox> takeWaiting(CommandPlace place) {
        return prelaunched.flatMap(sandboxes -> sandboxes.take(place));
    }

    private LaunchedSandbox launch(CommandPlace place) throws IOException {
        return LaunchedSandbox.launch(place, confinement, RunFiles.create(runs), launcher, limits.outputBytes());
    }

    /** The result is that the set-up failed only if nothing of the command has happened. */
    private ProcessResult runIn(LaunchedSandbox sandbox, CommandRequest request) {
        try (sandbox;
                OutputCapture capture = capture(request)) {
            confinement.assign(request, sandbox.files());
            sandbox.awaitReady(limits.setUp());
            RunningCommand command = RunningCommand.in(sandbox, capture, limits, request.cancellation());
            try (command) {
                return carriedOut(request, sandbox, command, capture);
            }
        } catch (IOException e) {
            return neverBegan(request, e);
        }
    }

    private static ProcessResult neverBegan(CommandRequest request, IOException cause) {
        return request.cancellation().reason().isPresent()
                ? cancelled(request, CapturedOutput.NONE, Duration.ZERO)
                : new ProcessResult.SetUpFailed(String.valueOf(cause.getMessage()));
    }

    private OutputCapture capture(CommandRequest request) throws IOException {
        return OutputCapture.open(
                request.scratch().resolve(CommandRequest.OUTPUT_FILE),
                limits.keptBytes(),
                limits.lineBytes(),
                new LiveOutput(request.live(), liveOutput),
                redaction);
    }

    private ProcessResult carriedOut(
            CommandRequest request, LaunchedSandbox sandbox, RunningCommand command, OutputCapture capture)
            throws IOException {
        long started = System.nanoTime();
        RunningCommand.Cause cause = command.runToEnd(sandbox.tree(), request.timeout());
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        CapturedOutput output = finished(capture);
        List<String> remaining = command.remaining().names();
        return switch (cause) {
            case ITSELF -> ended(sandbox.process().exitValue(), sandbox.files(), output, elapsed, remaining);
            case TIMEOUT -> new ProcessResult.TimedOut(output, elapsed, remaining);
            case OUTPUT_LIMIT -> new ProcessResult.OutputLimitReached(output, elapsed);
            case OUT_OF_MEMORY -> new ProcessResult.OutOfMemory(output, elapsed);
            case CANCELLATION -> cancelled(request, output, elapsed);
        };
    }

    /** The command has run: that its output cannot be finished must not look as if it had not. */
    private static CapturedOutput finished(OutputCapture capture) {
        try {
            return capture.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessResult ended(
            int code, RunFiles files, CapturedOutput output, Duration elapsed, List<String> remaining) {
        Optional<String> signal = Files.exists(files.exited()) ? Optional.empty() : Signals.ofExitCode(code);
        Optional<Integer> allThatIsKnown = confinement.distinguishesSignals() ? Optional.empty() : Optional.of(code);
        return signal.<ProcessResult>map(name -> new ProcessResult.Signalled(name, allThatIsKnown, output, elapsed))
                .orElseGet(() -> new ProcessResult.Exited(code, output, elapsed, remaining));
    }

    private static ProcessResult cancelled(CommandRequest request, CapturedOutput output, Duration elapsed) {
        Cancellation.Reason reason = request.cancellation().reason().orElseThrow();
        return new ProcessResult.Cancelled(reason, output, elapsed);
    }

    @Override
    public void close() {
        prelaunched.ifPresent(PrelaunchedSandboxes::close);
        launcher.close();
        liveOutput.shutdownNow();
    }
}
