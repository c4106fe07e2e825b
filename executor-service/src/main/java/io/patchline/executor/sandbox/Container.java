package io.patchline.executor.sandbox;

import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandPlace;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.Launch;
import io.patchline.executor.process.LaunchScript;
import io.patchline.executor.process.ProcessTree;
import io.patchline.executor.process.RunFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The executor's own container is what commands cannot leave: one with a read-only root, for one workspace. Commands run in it as a user of
 * their own, so that they can neither read what is the executor's nor end it.
 */
public final class Container implements SandboxTier {
    private final Supervisor supervisor;
    private final CommandLimits limits;

    Container(Supervisor supervisor, CommandLimits limits) {
        this.supervisor = supervisor;
        this.limits = limits;
    }

    @Override
    public TierName name() {
        return TierName.CONTAINER;
    }

    @Override
    public List<String> notEnforced() {
        return List.of(
                "that commands do not see and end each other, and what lies in /tmp",
                "that they do not see the executor's processes and the files of its container that everybody may read",
                "how many processes there are (give the container pids_limit)",
                "how much and how many files a command leaves in the workspace",
                "with the network on: what the container reaches");
    }

    @Override
    public Launch prepare(CommandPlace place, RunFiles files) throws IOException {
        WorkspaceRule.refuseOverlap(place.workspace(), files.directory());
        files.writeLaunch(LaunchScript.launch(limits, seen(files)));
        return supervisor.launch(place, files, List.of());
    }

    @Override
    public void assign(CommandRequest request, RunFiles files) throws IOException {
        supervisor.assign(request, files, seen(files), Map.of());
    }

    private static LaunchScript.Place seen(RunFiles files) {
        return new LaunchScript.Place(files.directory(), false);
    }

    @Override
    public ProcessTree tree(Process process) {
        return supervisor.tree(process);
    }

    @Override
    public boolean distinguishesSignals() {
        return true;
    }
}
