package io.patchline.executor.sandbox;

import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.Redaction;
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
    private final ExecutorGround ground;
    private final MemoryLimit memory;
    private final SandboxState state;

    private Sandbox(SandboxSettings settings, CommandLimits limits, Path workspace, ExecutorGround ground)
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
        ExecutorGround ground = ExecutorGround.in(directory.toAbsolutePath());
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

    /** A runner in the tier that was chosen. The caller closes it, before this. */
    public ConfinedRunner runner(SandboxState.Ready ready, Redaction redaction) {
        return new ConfinedRunner(memory.around(ready.tier()), limits, redaction, ground.directory());
    }

    /** Clears away what executors that died have left here since this one came. */
    public void sweep() throws IOException {
        ground.sweepOthers();
    }

    @Override
    public void close() throws IOException {
        ground.close();
    }

    private SandboxState chosen() throws IOException {
        List<SandboxState.Unusable> passedOver = new ArrayList<>();
        for (TierName name : settings.candidates()) {
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
        return switch (name) {
            case BUBBLEWRAP -> {
                CommandUser user = CommandUser.nameFor(workspace);
                Path etc = ground.directory().resolve("etc");
                yield settings.bubblewrap(SystemFiles.copyTo(etc, user, settings.readableInEtc()), limits);
            }
            case LANDLOCK -> Landlock.reading(settings.readable(), Supervisor.in(ground.directory()), limits);
            case CONTAINER -> new Container(Supervisor.in(ground.directory()), limits);
            case NONE -> new Unconfined(Supervisor.in(ground.directory()), limits);
        };
    }

    private Optional<SandboxState.Unusable> fault(SandboxTier tier) throws IOException {
        Optional<SandboxState.Unusable> obstacle =
                Surroundings.ofThisProcess(settings.required()).obstacle(tier.name());
        if (obstacle.isPresent()) {
            return obstacle;
        }
        if (memory instanceof MemoryLimit.Broken broken) {
            return Optional.of(broken.fault(tier.name()));
        }
        Path directory = ground.directory();
        try (ConfinedRunner runner = new ConfinedRunner(memory.around(tier), limits, Redaction.NONE, directory)) {
            return new SandboxProbe(tier.name(), runner, workspace, directory, settings.secrets()).fault();
        }
    }

    private List<String> notEnforced(SandboxTier tier) {
        List<String> all = new ArrayList<>(tier.notEnforced());
        memory.notEnforced().ifPresent(all::add);
        return all;
    }
}
