package io.patchline.executor.sandbox;

import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandPlace;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.Launch;
import io.patchline.executor.process.LaunchScript;
import io.patchline.executor.process.ProcessTree;
import io.patchline.executor.process.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** No sandbox: a command can do whatever its user can. Its {@link Supervisor} ends what it leaves, and that is all. */
public final class Unconfined implements SandboxTier {
    private final Supervisor supervisor;
    private final CommandLimits limits;

    /** Of these limits, those on processes and on {@code /tmp} have no effect. */
    Unconfined(Supervisor supervisor, CommandLimits limits) {
        this.supervisor = supervisor;
        this.limits = limits;
    }

    @Override
    public TierName name() {
        return TierName.NONE;
    }

    @Override
    public List<String> notEnforced() {
        return List.of(
                "reading and writing whatever the user of the commands can",
                "that a command of the executor's own user does not end it, or what ends the command",
                "the network cannot be switched off",
                "how many processes there are, and how much lies in /tmp",
                "how much and how many files a command leaves in the workspace");
    }

    @Override
    public Launch prepare(CommandPlace place, RunFiles files) throws IOException {
        if (!Files.isDirectory(place.workspace())) {
            throw new IOException("there is no workspace " + place.workspace());
        }
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
