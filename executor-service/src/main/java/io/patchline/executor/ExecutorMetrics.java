package io.patchline.executor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.patchline.executor.git.program.DiskUsage;
import io.patchline.executor.ledger.RunRecord;
import io.patchline.executor.process.Prelaunch;
import io.patchline.executor.run.Slots;
import java.nio.file.Path;
import java.time.Duration;

/** What Prometheus sees of an executor's work. */
final class ExecutorMetrics {
    /** From a file edit to the longest command. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofHours(1)
    };

    private final MeterRegistry registry;

    ExecutorMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** How many patches it carries out, what it is connected to, what it takes, and the room on the disks that it needs. */
    void watch(PatchExecutor executor, Path state, Path workspace) {
        registry.gauge("patchline.slots", executor.slots(), Slots::count);
        registry.gauge("patchline.slots.taken", executor.slots(), Slots::taken);
        registry.gauge("patchline.broker.connected", executor, e -> e.isConnected() ? 1 : 0);
        registry.gauge("patchline.commands.ready", executor, e -> e.obstacle().isEmpty() ? 1 : 0);
        registry.gauge(
                "patchline.repositories.away",
                executor,
                e -> e.repositoryTrouble().size());
        registry.gauge("patchline.lanes.owned", executor, e -> e.lanes().size());
        registry.gauge(
                "patchline.sandboxes.waiting",
                executor,
                e -> e.prelaunchStatus().map(Prelaunch.Status::waiting).orElse(0));
        executor.diskUsage().forEach(this::git);
        free("patchline.ledger.free", state);
        free("patchline.workspace.free", workspace);
    }

    /** The room on the fuller one of the two disks, in bytes. */
    static long freeBytes(Path state, Path workspace) {
        return Math.min(state.toFile().getUsableSpace(), workspace.toFile().getUsableSpace());
    }

    /** Counts the run by its outcome, and its time: {@code patchline_runs_seconds_count}, {@code _sum} and {@code _bucket}. */
    void finished(RunRecord run) {
        Timer.builder("patchline.runs")
                .tag("outcome", run.outcome().status())
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(run.outcome().report().elapsed());
    }

    /** What the places of a git workspace take on disk: {@code patchline_git_bytes}. */
    private void git(String workspace, DiskUsage usage) {
        Gauge.builder("patchline.git", usage, DiskUsage::bytes)
                .tag("workspace", workspace)
                .baseUnit("bytes")
                .register(registry);
    }

    private void free(String name, Path directory) {
        Gauge.builder(name, directory, d -> d.toFile().getUsableSpace())
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }
}
