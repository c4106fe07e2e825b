package io.patchline.executor.actions;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.ProcessResult;
import io.patchline.executor.process.StepEndedException;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the end of a command means for its patch. */
public final class CommandEnding {
    private CommandEnding() {}

    /** The result as it is reported. */
    static CommandResult reported(int action, ProcessResult result) {
        if (result instanceof ProcessResult.Signalled signalled) {
            return new CommandResult(
                    action, signalled.code(), Optional.of(signalled.signal()), result.elapsed(), result.output());
        }
        Optional<Integer> exitCode =
                result instanceof ProcessResult.Exited exited ? Optional.of(exited.code()) : Optional.empty();
        return new CommandResult(action, exitCode, Optional.empty(), result.elapsed(), result.output());
    }

    /**
     * The outcome of the patch, if it ends here; empty if the command succeeded and the next action follows.
     *
     * @param network whether the command had the network
     */
    static Optional<Outcome> ends(ProcessResult result, Duration timeout, boolean network, RunReport report) {
        return switch (result) {
            case ProcessResult.Exited exited ->
                exited.code() == 0
                        ? Optional.empty()
                        : failed(
                                ErrorCode.COMMAND_FAILED,
                                "the command exited with code " + exited.code() + CommandAdvice.of(exited, network),
                                report);
            case ProcessResult.Signalled signalled -> failed(ErrorCode.COMMAND_KILLED, death(signalled), report);
            case ProcessResult.OutputLimitReached limit ->
                failed(ErrorCode.OUTPUT_LIMIT, "the command wrote more than it may and was ended", report);
            case ProcessResult.OutOfMemory memory ->
                failed(ErrorCode.OUT_OF_MEMORY, "the command used more memory than it may and was ended", report);
            case ProcessResult.SetUpFailed setUp -> failed(ErrorCode.SETUP_FAILED, setUp.cause(), report);
            case ProcessResult.TimedOut timedOut ->
                Optional.of(new Outcome.TimedOut(
                        "the command was ended after its timeout of " + seconds(timeout) + " s"
                                + CommandAdvice.running(timedOut.running())
                                + CommandAdvice.lastLines(timedOut.output()),
                        report));
            case ProcessResult.Cancelled cancelled -> Optional.of(cancelled(cancelled.reason(), report));
        };
    }

    /** The outcome of a patch whose file changes were ended before they were made. */
    static Outcome fileChangesEnded(StepEndedException ended, Duration timeout, RunReport report) {
        return ended.reason()
                .map(reason -> cancelled(reason, report))
                .orElseGet(() -> new Outcome.TimedOut(
                        "the file changes were ended after their timeout of " + seconds(timeout)
                                + " s; none of them was made",
                        report));
    }

    /** The outcome of a patch that was asked to end. */
    public static Outcome cancelled(Cancellation.Reason reason, RunReport report) {
        return switch (reason) {
            case REQUESTED -> new Outcome.Cancelled("cancelled on request", report);
            case SHUTDOWN ->
                new Outcome.Interrupted("the executor was shut down and its grace period was over", report);
        };
    }

    private static double seconds(Duration timeout) {
        return timeout.getSeconds() + timeout.getNano() / 1e9;
    }

    private static String death(ProcessResult.Signalled signalled) {
        return signalled
                .code()
                .map(code -> "the command ended with code " + code + ", which stands for " + signalled.signal())
                .orElseGet(() -> "the command was ended by " + signalled.signal());
    }

    private static Optional<Outcome> failed(ErrorCode code, String summary, RunReport report) {
        return Optional.of(new Outcome.Failed(code, summary, List.of(), report));
    }
}
