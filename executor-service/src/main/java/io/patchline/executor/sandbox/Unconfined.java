package io.patchline.executor.sandbox;

import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.Launch;
import io.patchline.executor.process.LaunchScript;
import io.patchline.executor.process.ProcessTree;
import io.patchline.executor.process.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** No sandbox: a command can do whatever its user can. Its process group is ended with it, and that is all. */
public final class Unconfined implements SandboxTier {
    private final CommandLimits limits;

    /** Of these limits, those on processes and on {@code /tmp} have no effect. */
    public Unconfined(CommandLimits limits) {
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
                "processes that leave their process group outlive the command",
                "all processes of a command outlive an executor that is killed",
                "the network cannot be switched off",
                "how many processes there are, and how much lies in /tmp",
                "memory in all",
                "how much and how many files a command leaves in the workspace");
    }

    @Override
    public Launch prepare(CommandRequest request, RunFiles files) throws IOException {
        if (!Files.isDirectory(request.workspace())) {
            throw new IOException("there is no workspace " + request.workspace());
        }
        CommandUser user = CommandUser.forWorkspace(request.workspace());
        files.writeLaunch(
                LaunchScript.supervised(request, limits, files.script().toString()));
        user.receive(files);
        List<String> line = new ArrayList<>(user.commandPrefix());
        line.addAll(List.of("setpriv", "--no-new-privs", "bash", files.launch().toString()));
        return new Launch(line, request.workspace());
    }

    @Override
    public ProcessTree tree(Process process, String ready) throws IOException {
        return ProcessGroup.of(process.toHandle(), ready);
    }
}
