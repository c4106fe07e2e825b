package io.patchline.executor.run;

import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.process.OutputListener;
import io.patchline.executor.process.ProcessResult;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs the commands of one attempt. */
final class CommandStep {
    private final CommandRunner runner;
    private final Path workspace;
    private final boolean networkByDefault;

    CommandStep(CommandRunner runner, Path workspace, boolean networkByDefault) {
        this.runner = runner;
        this.workspace = workspace;
        this.networkByDefault = networkByDefault;
    }

    ProcessResult run(PatchAction.RunCommand command, Patch patch, AttemptContext attempt) {
        return runner.run(new CommandRequest(
                command.script(),
                workspace,
                environment(patch, attempt.number()),
                patch.options().timeout(),
                patch.options().network().orElse(networkByDefault),
                attempt.scratch(),
                OutputListener.NONE,
                attempt.cancellation()));
    }

    private static Map<String, String> environment(Patch patch, int attempt) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATCHLINE_PATCH_ID", patch.id().value());
        environment.put("PATCHLINE_ATTEMPT", Integer.toString(attempt));
        patch.targetFile().ifPresent(file -> environment.put("PATCHLINE_TARGET_FILE", file));
        return environment;
    }
}
