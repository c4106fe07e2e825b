package io.patchline.executor.sandbox;

import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.Prelaunch;
import io.patchline.executor.seccomp.Machine;
import io.patchline.executor.seccomp.SeccompFilter;
import io.patchline.executor.seccomp.SeccompFilter.Sockets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The place where this executor's commands run: chosen and proved once, at its start. Close it when no command runs any more. */
public final class Sandbox implements AutoCloseable {
    private final SandboxSettings settings;
    private final CommandLimits limits;
    private final Path workspace;
    private final ExecutorDirectory ground;
    private final MemoryLimit memory;
    private final SandboxState state;

    private Sandbox(SandboxSettings settings, CommandLimits limits, Path workspace, ExecutorDirectory ground)
            throws IOException {
        this.settings = settings;
        this.limits = limits;
        this.workspace = workspace;
        this.ground = ground;
        this.memory = MemoryLimit.of(settings.cgroup(), limits);
        this.state = chosen();
    }

    /**
     * Chooses a tier and proves it.
     *
     * @param workspace where commands will run: a directory that exists
     * @param directory where this executor may keep what commands are started from: outside of the workspace, on a local file system,
     *     passable for the user that commands run as; created if it is missing
     * @throws IOException if the directory cannot be used; that no tier works is not an exception but the {@link #state()}
     */
    public static Sandbox open(SandboxSettings settings, CommandLimits limits, Path workspace, Path directory)
            throws IOException {
        ExecutorDirectory ground = ExecutorDirectory.in(directory.toAbsolutePath());
        try {
            return new Sandbox(settings, limits, workspace.toAbsolutePath(), ground);
        } catch (IOException | RuntimeException e) {
            ground.close();
            throw e;
        }
    }

    /** Whether commands can be run, and in what. */
    public SandboxState state() {
        return state;
    }

    /** Tries the tier that was chosen once more: why no command can be run in it any more; empty if commands can. */
    public Optional<SandboxState.Unusable> faultNow(SandboxState.Ready ready) throws IOException {
        return fault(ready.tier());
    }

    /** A runner in the tier that was chosen, which launches each sandbox when there is a command for it. The caller closes it, before this. */
    public ConfinedRunner runner(SandboxState.Ready ready, Redaction redaction) {
        return runner(ready, redaction, Optional.empty());
    }

    /**
     * A runner in the tier that was chosen. The caller closes it, before this.
     *
     * @param prelaunch the sandboxes that it launches ahead of their commands
     */
    public ConfinedRunner runner(SandboxState.Ready ready, Redaction redaction, Optional<Prelaunch> prelaunch) {
        return new ConfinedRunner(memory.around(ready.tier()), limits, redaction, ground.directory(), prelaunch);
    }

    /** Clears away what executors that died have left here since this one came. */
    public void sweep() {
        ground.sweepOthers();
    }

    @Override
    public void close() throws IOException {
        ground.close();
    }

    private SandboxState chosen() throws IOException {
        List<SandboxState.Unusable> passedOver = new ArrayList<>();
        for (TierName name : settings.candidates()) {
            Optional<SandboxState.Unusable> obstacle =
                    TierPreconditions.ofThisProcess(settings.required()).obstacle(name);
            if (obstacle.isPresent()) {
                passedOver.add(obstacle.get());
                continue;
            }
            SandboxTier tier = tier(name);
            Optional<SandboxState.Unusable> fault = fault(tier);
            if (fault.isEmpty()) {
                return new SandboxState.Ready(tier, passedOver, notEnforced(tier));
            }
            passedOver.add(fault.get());
        }
        return passedOver.getFirst().after(passedOver.subList(1, passedOver.size()));
    }

    private SandboxTier tier(TierName name) throws IOException {
        Path own = ground.directory();
        return switch (name) {
            case BUBBLEWRAP -> {
                CommandUser user = CommandUser.nameFor(workspace);
                Path filter =
                        new SeccompFilter(machine(), Sockets.INTERNET, true).writeTo(own.resolve("system-calls.bpf"));
                SystemFiles system = SystemFiles.copyTo(own.resolve("etc"), user, settings.readableInEtc());
                yield new Bubblewrap(settings, LaunchProgram.in(own), filter, system, limits);
            }
            case LANDLOCK -> Landlock.reading(settings.readable(), Supervisor.filtering(own, machine()), limits);
            case CONTAINER -> new Container(Supervisor.filtering(own, machine()), limits);
            case NONE -> new Unconfined(Supervisor.in(own), limits);
        };
    }

    private static Machine machine() {
        return Machine.ofThisProcess().orElseThrow(() -> new IllegalStateException("the surroundings were not asked"));
    }

    private Optional<SandboxState.Unusable> fault(SandboxTier tier) throws IOException {
        if (memory instanceof MemoryLimit.Broken broken) {
            return Optional.of(broken.fault(tier.name()));
        }
        Path directory = ground.directory();
        try (ConfinedRunner runner =
                new ConfinedRunner(memory.around(tier), limits, Redaction.NONE, directory, Optional.empty())) {
            return new SandboxProbe(tier.name(), runner, workspace, directory, settings.secrets()).fault();
        }
    }

    private List<String> notEnforced(SandboxTier tier) {
        List<String> all = new ArrayList<>(tier.notEnforced());
        memory.notEnforced().ifPresent(all::add);
        return all;
    }
}
