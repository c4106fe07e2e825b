package io.patchline.executor.run;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.ProcessResult;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The actions of a patch, carried out one after the other until one fails. */
final class ActionSequence {
    private final CommandStep commands;

    ActionSequence(CommandStep commands) {
        this.commands = commands;
    }

    Outcome carryOut(Patch patch, AttemptContext attempt) {
        long start = System.nanoTime();
        List<CommandResult> done = new ArrayList<>();
        for (int index = 0; index < patch.actions().size(); index++) {
            Optional<Cancellation.Reason> reason = attempt.cancellation().reason();
            if (reason.isPresent()) {
                return CommandEnding.cancelled(reason.get(), report(start, done));
            }
            if (!(patch.actions().get(index) instanceof PatchAction.RunCommand command)) {
                return unsupported(index, report(start, done));
            }
            ProcessResult result = commands.run(command, patch, attempt);
            done.add(CommandEnding.reported(index, result));
            Optional<Outcome> end = CommandEnding.ends(result, patch.options().timeout(), report(start, done));
            if (end.isPresent()) {
                return end.get();
            }
        }
        return new Outcome.Succeeded(report(start, done));
    }

    private static Outcome unsupported(int index, RunReport report) {
        return new Outcome.Failed(
                ErrorCode.UNSUPPORTED_ACTION,
                "action " + index + " is not a command; this executor runs commands only",
                report);
    }

    private static RunReport report(long start, List<CommandResult> done) {
        return new RunReport(Duration.ofNanos(System.nanoTime() - start), done, List.of(), Optional.empty());
    }
}
