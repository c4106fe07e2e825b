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
 * Each command in a fresh sandbox of bubblewrap (0.8 or newer): it sees the system's programs, the {@link SystemFiles}, its workspace and
 * nothing else; its processes are in a PID namespace that the kernel ends as a whole.
 */
public final class Bubblewrap implements SandboxTier {
    private static final Path RUN_FILES = Path.of("/run/patch");
    private static final LaunchScript.Place SEEN = new LaunchScript.Place(RUN_FILES, true);
    private static final List<Path> NAMES_ON_THE_NETWORK = List.of(Path.of("/etc/resolv.conf"), Path.of("/etc/hosts"));

    /** The descriptor of the filter; 8 is the standard error, which {@link #FIRST_PROCESS} writes to. */
    private static final String FILTER = "9";

    private static final long SHARED_MEMORY_BYTES = 64L * 1024 * 1024;
    private static final long RUN_BYTES = 1024L * 1024;

    /**
     * Is the first process: whatever a command signals, it is not reached, and it reaps what becomes an orphan. Waits for the command's bash, which finds neither
     * descriptor 8 nor any of this in its way, and names what it left running. What is about to end by itself, as {@code tee} in a process substitution, is given
     * a quarter of a second. dash tells on its standard error which signal ended a child: that is nowhere.
     */
    private static final String FIRST_PROCESS = """
            exec 2>/dev/null
            (exec /bin/bash "$0" 2>&1 8>&-)
            code=$?
            name_what_runs() {
              names=
              for process in /proc/[0-9]*; do
                [ "$process" != /proc/1 ] && read -r status <"$process/stat" || continue
                case ${status##*) } in [ZX]*) continue ;; esac
                status=${status#*(}
                names="$names${status%)*}
            "
              done
            }
            name_what_runs
            for again in 1 2 3 4 5; do
              [ -n "$names" ] || break
              sleep 0.05
              name_what_runs
            done
            printf %s "$names" >&8
            exit $code
            """;

    private final Path bwrap;
    private final LaunchProgram program;
    private final Path filter;
    private final SystemFiles system;
    private final List<Path> readable;
    private final CommandLimits limits;

    /**
     * @param settings where bwrap is, and what a command may read besides the system
     * @param program becomes bwrap
     * @param filter the file with the filter of system calls
     */
    Bubblewrap(SandboxSettings settings, LaunchProgram program, Path filter, SystemFiles system, CommandLimits limits) {
        this.bwrap = settings.bwrap();
        this.program = program;
        this.filter = filter;
        this.system = system;
        this.readable = settings.readableOutsideEtc();
        this.limits = limits;
    }

    @Override
    public TierName name() {
        return TierName.BUBBLEWRAP;
    }

    @Override
    public List<String> notEnforced() {
        return List.of(
                "how much and how many files a command leaves in the workspace (give it a quota)",
                "with the network on: what it connects to");
    }

    @Override
    public Launch prepare(CommandPlace place, RunFiles files) throws IOException {
        if (!Files.isExecutable(bwrap)) {
            throw new IOException("there is no program " + bwrap);
        }
        WorkspaceRule.refuseOverlap(place.workspace(), files.directory());
        CommandUser user = CommandUser.forWorkspace(place.workspace());
        files.writeLaunch(LaunchScript.launch(limits, SEEN));
        user.receive(files);
        List<String> line = new ArrayList<>(List.of("bwrap", "seccomp=" + filter));
        line.addAll(LaunchProgram.user(user));
        line.addAll(List.of("--", bwrap.toString(), "--seccomp", FILTER));
        line.addAll(namespaces(place.network()));
        line.addAll(systemMounts(place.network()));
        line.addAll(ownMounts(place, files.directory()));
        line.addAll(List.of(
                "--",
                "/bin/sh",
                "-c",
                FIRST_PROCESS,
                RUN_FILES.resolve(files.launch().getFileName()).toString()));
        return new Launch(program.server(), line, Path.of("/"), taken(place));
    }

    @Override
    public void assign(CommandRequest request, RunFiles files) throws IOException {
        Map<String, String> home = Map.of("HOME", seenAt(request.place()).toString());
        files.writeCommand(LaunchScript.command(request, SEEN, home), request.script());
        CommandUser.forWorkspace(request.workspace()).receive(files);
    }

    /** What is mounted stays mounted. */
    private List<Path> taken(CommandPlace place) {
        List<Path> taken = new ArrayList<>(List.of(place.workspace(), Path.of("/usr")));
        taken.addAll(readable);
        taken.addAll(place.view().readable());
        if (place.network()) {
            taken.addAll(NAMES_ON_THE_NETWORK);
        }
        return taken;
    }

    @Override
    public ProcessTree tree(Process process) throws IOException {
        return NamespaceTree.of(process);
    }

    /** No wait status gets through bwrap, only the code that a shell would make of it. */
    @Override
    public boolean distinguishesSignals() {
        return false;
    }

    private static List<String> namespaces(boolean network) {
        List<String> options = new ArrayList<>(List.of(
                "--unshare-user",
                "--unshare-pid",
                "--unshare-ipc",
                "--unshare-uts",
                "--unshare-cgroup-try",
                "--disable-userns",
                "--as-pid-1",
                "--die-with-parent",
                "--new-session"));
        if (!network) {
            options.add("--unshare-net");
        }
        return options;
    }

    private List<String> systemMounts(boolean network) {
        List<String> mounts = new ArrayList<>(List.of("--ro-bind", "/usr", "/usr"));
        mounts.addAll(system.topLevelLinks());
        mounts.addAll(List.of("--ro-bind", system.directory().toString(), "/etc"));
        if (network) {
            NAMES_ON_THE_NETWORK.forEach(
                    file -> mounts.addAll(List.of("--ro-bind-try", file.toString(), file.toString())));
        }
        mounts.addAll(List.of("--proc", "/proc", "--remount-ro", "/proc", "--dev", "/dev"));
        memory(SHARED_MEMORY_BYTES, "/dev/shm", mounts);
        mounts.addAll(List.of("--remount-ro", "/dev"));
        memory(limits.tmpBytes(), "/tmp", mounts);
        memory(RUN_BYTES, "/run", mounts);
        readable.forEach(path -> mounts.addAll(List.of("--ro-bind", path.toString(), path.toString())));
        return mounts;
    }

    /** Without a size, bwrap's tmpfs takes up to half of the machine's memory. */
    private static void memory(long bytes, String path, List<String> mounts) {
        mounts.addAll(List.of("--perms", "1777", "--size", Long.toString(bytes), "--tmpfs", path));
    }

    /** The root itself is a tmpfs too, which would take up to half of the machine's memory: nothing is written there once all is mounted. */
    private static List<String> ownMounts(CommandPlace place, Path files) {
        List<String> mounts = new ArrayList<>();
        place.view().readable().forEach(path -> mounts.addAll(List.of("--ro-bind", path.toString(), path.toString())));
        String seenAt = seenAt(place).toString();
        mounts.addAll(List.of("--ro-bind", files.toString(), RUN_FILES.toString()));
        mounts.addAll(List.of("--bind", place.workspace().toString(), seenAt, "--remount-ro", "/", "--chdir", seenAt));
        return mounts;
    }

    private static Path seenAt(CommandPlace place) {
        return place.view().workspaceAt().orElse(place.workspace());
    }
}
