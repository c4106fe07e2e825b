package io.patchline.executor;

import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Patches of one command, each in a lane of its own. */
final class CommandPatches {
    private CommandPatches() {}

    /** @param workspace empty for the executor's directory */
    static Patch numbered(int number, String command, Optional<WorkspaceName> workspace) {
        return new Patch(
                new PatchId("p" + number),
                Optional.empty(),
                Optional.empty(),
                new Lane("lane" + number),
                List.of(new PatchAction.RunCommand(command)),
                new RunOptions(
                        Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                workspace,
                Optional.empty());
    }
}
