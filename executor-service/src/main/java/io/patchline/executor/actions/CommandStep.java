package io.patchline.executor.actions;

import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.process.ProcessResult;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.recognition.Recognition;
import io.patchline.recognition.TextRecognizer;
import java.util.HashMap;
import java.util.Map;

/** Runs the commands of attempts. */
final class CommandStep {
    private final CommandRunner runner;
    private final CommandRules rules;
    private final WorkspacePlace place;

    CommandStep(CommandRunner runner, CommandRules rules, WorkspacePlace place) {
        this.runner = runner;
        this.rules = rules;
        this.place = place;
    }

    /** The command must not need a network that is not to be had; see {@link CommandRules#refusal}. */
    ProcessResult run(ActionGroup.Command group, Patch patch, AttemptContext attempt) {
        return runner.run(new CommandRequest(
                script(group.command()),
                place.directory(),
                group.command().cwd(),
                group.command().strict(),
                environment(group.command(), patch, attempt.number()),
                patch.options().timeout(),
                rules.hasNetwork(patch),
                attempt.scratch(),
                attempt.live().of(group.firstIndex()),
                attempt.cancellation(),
                place.view()));
    }

    /** As bash is to read it: an older door did not take off a byte order mark or CR. */
    private static String script(PatchAction.RunCommand command) {
        return TextRecognizer.recognize(command.script()) instanceof Recognition.Command plain
                ? plain.script()
                : command.script();
    }

    /** A variable of the patch replaces one of the operator's, and none of Patchline's own. */
    private Map<String, String> environment(PatchAction.RunCommand command, Patch patch, int attempt) {
        Map<String, String> environment = new HashMap<>(rules.environment());
        environment.putAll(command.env());
        environment.put("PATCHLINE_PATCH_ID", patch.id().value());
        environment.put("PATCHLINE_ATTEMPT", Integer.toString(attempt));
        patch.targetFile().ifPresent(file -> environment.put("PATCHLINE_TARGET_FILE", file));
        return environment;
    }
}
