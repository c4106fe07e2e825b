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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Commands that the kernel's Landlock (version 6, Linux 6.12) confines to the files that they need and to signals among themselves. It needs
 * no user namespace, and so works in a container without further flags. A {@link Supervisor} ends what they leave.
 */
public final class Landlock implements SandboxTier {
    private static final List<Path> SYSTEM = List.of(
            Path.of("/usr"),
            Path.of("/bin"),
            Path.of("/sbin"),
            Path.of("/lib"),
            Path.of("/lib32"),
            Path.of("/lib64"),
            Path.of("/libx32"),
            Path.of("/proc"));

    private static final List<String> DEVICES =
            List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom");

    private final Supervisor supervisor;
    private final List<Path> readable;
    private final CommandLimits limits;

    private Landlock(Supervisor supervisor, List<Path> readable, CommandLimits limits) {
        this.supervisor = supervisor;
        this.readable = readable;
        this.limits = limits;
    }

    /** @param more what a command may read besides the system: files and directories */
    static Landlock reading(List<Path> more, Supervisor supervisor, CommandLimits limits) throws IOException {
        List<Path> readable =
                new ArrayList<>(SYSTEM.stream().filter(Files::exists).toList());
        readable.addAll(SystemFiles.needed());
        readable.addAll(more);
        return new Landlock(supervisor, List.copyOf(readable), limits);
    }

    @Override
    public TierName name() {
        return TierName.LANDLOCK;
    }

    @Override
    public List<String> notEnforced() {
        return List.of(
                "that files and processes outside are not seen, by name",
                "modes and times of files outside that belong to the user of the commands",
                "how many processes there are, and how much lies in the temporary directory",
                "how much and how many files a command leaves in the workspace",
                "with the network on: what it connects to, Unix sockets with a path included");
    }

    @Override
    public Launch prepare(CommandPlace place, RunFiles files) throws IOException {
        WorkspaceRule.refuseOverlap(place.workspace(), files.directory());
        files.writeLaunch(LaunchScript.launch(limits, seen(files)));
        List<Path> reads = new ArrayList<>(readable);
        reads.addAll(place.view().readable());
        List<String> options = new ArrayList<>(List.of("landlock"));
        reads.forEach(path -> options.add("read=" + path));
        DEVICES.forEach(device -> options.add("device=" + device));
        options.add("read=" + files.directory());
        options.add("write=" + files.makeTemporary());
        options.add("write=" + place.workspace());
        if (!place.network()) {
            options.add("tcp=off");
        }
        return supervisor.launch(place, files, options);
    }

    @Override
    public void assign(CommandRequest request, RunFiles files) throws IOException {
        supervisor.assign(
                request, files, seen(files), Map.of("TMPDIR", files.temporary().toString()));
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
