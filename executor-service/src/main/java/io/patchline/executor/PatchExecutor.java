package io.patchline.executor;

import io.patchline.broker.TopologyNeed;
import io.patchline.executor.actions.CommandRules.NetworkPolicy;
import io.patchline.executor.git.program.DiskUsage;
import io.patchline.executor.intake.Intake;
import io.patchline.executor.intake.LaneBalance;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Prelaunch;
import io.patchline.executor.run.Runs;
import io.patchline.executor.run.Slots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An executor: takes patches from its start to its end, and says how it is. Safe for use by several threads. */
public final class PatchExecutor {
    /** After the grace period: for ended commands to be reported and acknowledged. */
    private static final Duration LAST_REPORTS = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(PatchExecutor.class);

    private final ExecutorComposition parts;
    private final Intake intake;
    private final LaneBalance balance;
    private final SandboxSetup sandbox;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("presence").factory());
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("readiness").factory());

    PatchExecutor(ExecutorComposition parts) {
        this.parts = parts;
        this.intake = parts.intake();
        this.balance = parts.balance();
        this.sandbox = parts.sandbox();
    }

    /** Connects to the broker and begins to take patches; returns at once. Without a place for commands it does neither. */
    void start() {
        LOG.atInfo()
                .addKeyValue("executor", name())
                .addKeyValue("slots", slots().count())
                .addKeyValue("workspaces", workspaceNames())
                .log("Executor starts");
        parts.workspaces().watch();
        if (sandbox.isReady()) {
            sandbox.resumePrelaunch();
            parts.keeper().start();
            ScheduledFuture<?> forEver = ticker.scheduleAtFixedRate(balance::tick, 1, 1, TimeUnit.SECONDS);
            ScheduledFuture<?> looking = looks.scheduleWithFixedDelay(parts.readiness()::look, 1, 1, TimeUnit.SECONDS);
            LOG.atDebug()
                    .addKeyValue("ticker", forEver)
                    .addKeyValue("looks", looking)
                    .log("Announces itself once a second");
        }
        parts.housekeeping().start();
    }

    /**
     * Takes no more patches from now on, and waits for the end of what was taken, its report and its acknowledgement. The process and the
     * session stay. Again and again is harmless.
     *
     * @return whether nothing is left
     */
    boolean drain(Duration atMost) {
        if (!isDraining()) {
            LOG.atInfo()
                    .addKeyValue("executor", name())
                    .addKeyValue("running", parts.runs().inProgress().size())
                    .log("Executor drains on request; it stays up until it gets SIGTERM");
        }
        balance.leave();
        sandbox.suspendPrelaunch();
        try {
            return intake.awaitIdle(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether it takes no more and nothing is left to finish. */
    boolean isDrained() {
        return intake.isDraining() && intake.isIdle();
    }

    /** Whether a patch's command could speak to this executor's own HTTP port. */
    boolean commandsReachLoopback() {
        return parts.config().network() != NetworkPolicy.OFF || !sandbox.keepsCommandsOffTheNetwork();
    }

    /**
     * Stops taking, lets what runs end within the grace period, ends the rest as interrupted, and leaves the broker when all of it is
     * reported and acknowledged.
     */
    void stop() {
        LOG.atInfo().addKeyValue("running", parts.runs().inProgress().size()).log("Executor drains");
        balance.leave();
        try {
            if (!intake.awaitIdle(parts.config().grace())) {
                parts.runs().inProgress().forEach(run -> run.cancellation().request(Cancellation.Reason.SHUTDOWN));
                if (!intake.awaitIdle(LAST_REPORTS)) {
                    LOG.atWarn().log("Some reports were not confirmed in time; their messages will be delivered again");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ticker.shutdownNow();
        looks.shutdownNow();
        parts.housekeeping().close();
        parts.workspaces().close();
        intake.abandon();
        parts.publisher().close();
        parts.keeper().close();
        sandbox.close();
        parts.tracing().close();
        LOG.atInfo().addKeyValue("executor", name()).log("Executor stopped");
    }

    public String name() {
        return parts.name();
    }

    public Slots slots() {
        return parts.slots();
    }

    public Runs runs() {
        return parts.runs();
    }

    /** Whether patches can reach this executor and their outcomes the broker: a session is up, it takes from it, and it can publish there. */
    public boolean isReady() {
        return parts.keeper().session().isPresent() && parts.publisher().isReady() && intake.isTaking();
    }

    boolean canRunCommands() {
        return sandbox.isReady();
    }

    /** What commands run in, or why they cannot run. */
    public String sandbox() {
        return sandbox.state().summary();
    }

    /** Why it takes no patches although it is up, and what mends it; empty if nothing keeps it from it. */
    public Optional<String> obstacle() {
        return sandbox.isReady()
                ? parts.readiness().obstacle()
                : Optional.of(sandbox.state().summary());
    }

    /** How the launching of sandboxes ahead of their commands goes; empty if none are. */
    Optional<Prelaunch.Status> prelaunchStatus() {
        return sandbox.prelaunchStatus();
    }

    /** Whether a session with the broker is up. */
    public boolean isConnected() {
        return parts.keeper().session().isPresent();
    }

    /** What it needs on the broker and may not see, for a person. */
    List<String> missingPermissions() {
        return parts.keeper().missingPermissions().stream()
                .map(TopologyNeed::toString)
                .toList();
    }

    /** The numbers of the lane queues that it takes from. */
    Set<Integer> lanes() {
        return balance.share();
    }

    public boolean isDraining() {
        return intake.isDraining();
    }

    /** The workspaces that it has, by their names. */
    List<String> workspaceNames() {
        return parts.workspaces().infos().stream()
                .map(workspace -> workspace.name().value())
                .toList();
    }

    /** How much git workspaces take on disk, by their names. */
    Map<String, DiskUsage> diskUsage() {
        return parts.workspaces().usage();
    }

    /** Why patches cannot take effect in repositories, as far as that is known, by the workspaces' names. */
    Map<String, String> repositoryTrouble() {
        return parts.workspaces().trouble();
    }
}
