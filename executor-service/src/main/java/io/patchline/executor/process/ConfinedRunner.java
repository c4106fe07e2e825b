package io.patchline.executor.process;

import io.patchline.executor.output.LiveOutput;
import io.patchline.executor.output.OutputCapture;
import io.patchline.executor.output.Redaction;
import io.patchline.outcome.CapturedOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Runs each command in a {@link Confinement}, within limits. Close it only when no command runs any more: closing ends the thread that
 * starts commands, and they with it.
 */
public final class ConfinedRunner implements CommandRunner, AutoCloseable {
    private final Confinement confinement;
    private final CommandLimits limits;
    private final Redaction redaction;
    private final Path runs;
    private final LauncherThread launcher = new LauncherThread();
    private final ScheduledExecutorService liveOutput = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("live-output").daemon().factory());

    /** @param runs an existing directory of this executor's own, in which each command gets one while it runs */
    public ConfinedRunner(Confinement confinement, CommandLimits limits, Redaction redaction, Path runs) {
        this.confinement = confinement;
        this.limits = limits;
        this.redaction = redaction;
        this.runs = runs;
    }

    @Override
    public ProcessResult run(CommandRequest request) {
        if (request.cancellation().reason().isPresent()) {
            return cancelled(request, CapturedOutput.NONE, Duration.ZERO);
        }
        try (RunFiles files = RunFiles.create(runs, request.script());
                OutputCapture capture = capture(request)) {
            Process process = launcher.start(confinement.prepare(request, files));
            OutputPipe.openToAll(process);
            RunningCommand command = RunningCommand.watch(process, capture, limits, request.cancellation());
            try (command) {
                return carriedOut(request, files, command, capture);
            }
        } catch (IOException e) {
            return request.cancellation().reason().isPresent()
                    ? cancelled(request, CapturedOutput.NONE, Duration.ZERO)
                    : new ProcessResult.SetUpFailed(String.valueOf(e.getMessage()));
        }
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
            CommandRequest request, RunFiles files, RunningCommand command, OutputCapture capture) throws IOException {
        command.awaitReady();
        ProcessTree tree = confinement.tree(command.process());
        long started = System.nanoTime();
        RunningCommand.Cause cause = command.runToEnd(tree, request.timeout());
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        CapturedOutput output = capture.finish();
        List<String> remaining = command.remaining().names();
        return switch (cause) {
            case ITSELF -> ended(command.process().exitValue(), files, output, elapsed, remaining);
            case TIMEOUT -> new ProcessResult.TimedOut(output, elapsed, remaining);
            case OUTPUT_LIMIT -> new ProcessResult.OutputLimitReached(output, elapsed);
            case OUT_OF_MEMORY -> new ProcessResult.OutOfMemory(output, elapsed);
            case CANCELLATION -> cancelled(request, output, elapsed);
        };
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
        launcher.close();
        liveOutput.shutdownNow();
    }
}
