package io.patchline.executor.sandbox;

import io.patchline.executor.cgroup.DelegatedCgroup;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.Confinement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What holds the processes of a command together to an amount of memory. */
sealed interface MemoryLimit {

    /** A cgroup for each command. */
    record InCgroup(DelegatedCgroup cgroups) implements MemoryLimit {
        @Override
        public Confinement around(SandboxTier tier) {
            return new CgroupTier(tier, cgroups);
        }

        @Override
        public Optional<String> notEnforced() {
            return Optional.empty();
        }
    }

    /**
     * Nothing does.
     *
     * @param reason why, for a person to read
     */
    record Absent(String reason) implements MemoryLimit {
        @Override
        public Confinement around(SandboxTier tier) {
            return tier;
        }

        @Override
        public Optional<String> notEnforced() {
            return Optional.of("memory in all (" + reason + "; give the container a limit)");
        }
    }

    /**
     * The cgroup that the operator named cannot be used: no command may run.
     *
     * @param error why
     */
    record Broken(String error) implements MemoryLimit {
        SandboxState.Unusable fault(TierName tier) {
            return new SandboxState.Unusable(
                    tier,
                    "memory is limited",
                    error,
                    "name a cgroup of version 2 with the controllers memory and pids that the executor's user may write to, "
                            + "or leave patchline.sandbox.cgroup out");
        }

        @Override
        public Confinement around(SandboxTier tier) {
            return tier;
        }

        @Override
        public Optional<String> notEnforced() {
            return Optional.of("memory in all");
        }
    }

    /** The tier with this limit. */
    Confinement around(SandboxTier tier);

    /** What to say at the start if memory is not limited. */
    Optional<String> notEnforced();

    /**
     * The best that there is.
     *
     * @param named a cgroup that the operator named; empty: the executor's own, if systemd delegates it
     */
    static MemoryLimit of(Optional<Path> named, CommandLimits limits) {
        try {
            Optional<Path> directory = named.isPresent() ? named : DelegatedCgroup.own();
            return directory.isPresent()
                    ? new InCgroup(DelegatedCgroup.at(directory.get(), limits))
                    : new Absent("no cgroup is delegated to this executor");
        } catch (IOException e) {
            String error = String.valueOf(e.getMessage());
            return named.isPresent() ? new Broken(error) : new Absent(error);
        }
    }
}
