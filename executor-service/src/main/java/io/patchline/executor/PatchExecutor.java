package io.patchline.executor;

import io.patchline.broker.BrokerAddress;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.Confirmation;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.broker.PublisherLimits;
import io.patchline.broker.ServiceTopology;
import io.patchline.broker.SessionKeeper;
import io.patchline.broker.TopologyException;
import io.patchline.broker.TopologyNeed;
import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.actions.NetworkPolicy;
import io.patchline.executor.actions.Workspaces;
import io.patchline.executor.intake.CancelListener;
import io.patchline.executor.intake.ControlListener;
import io.patchline.executor.intake.DeliveryHandler;
import io.patchline.executor.intake.Intake;
import io.patchline.executor.intake.LaneBalance;
import io.patchline.executor.ledger.Retention;
import io.patchline.executor.ledger.RunLedger;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Prelaunch;
import io.patchline.executor.report.Reporter;
import io.patchline.executor.run.AttemptLoop;
import io.patchline.executor.run.HoldPolicy;
import io.patchline.executor.run.LaneGate;
import io.patchline.executor.run.RunReports;
import io.patchline.executor.run.Runs;
import io.patchline.executor.run.Slots;
import io.patchline.executor.sandbox.TierName;
import io.patchline.message.Presence;
import io.patchline.message.Topology;
import io.patchline.trace.Tracing;
import io.patchline.transition.TransitionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An executor with all its parts, from the broker's session to the runs. */
public final class PatchExecutor {
    /** After the grace period: for ended commands to be reported and acknowledged. */
    private static final Duration LAST_REPORTS = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(PatchExecutor.class);

    private final String name;
    private final ExecutorConfig config;
    private final WorkspaceSetup setup;
    private final SandboxSetup site;
    private final Slots slots;
    private final Tracing tracing;
    private final Runs runs;
    private final Intake intake;
    private final ConfirmedPublisher publisher;
    private final LaneBalance balance;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("presence").factory());
    private final SessionKeeper keeper;
    private final ControlListener control;
    private final CancelListener cancels;
    private final Housekeeping housekeeping;
    private final ReadinessCheck readiness;
    private final ActivityReport activity;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("readiness").factory());

    /**
     * @param unusable hears that the broker's topology is not as it must be
     * @throws IOException if the state directory or the workspace cannot be used
     */
    PatchExecutor(ExecutorConfig config, ExecutorMetrics metrics, Clock clock, Consumer<TopologyException> unusable)
            throws IOException {
        this.config = config;
        this.publisher = new ConfirmedPublisher(
                PublisherLimits.STANDARD.upTo(config.broker().maxMessageSize().asLongValue()));
        this.name = config.executor().name().orElseGet(ExecutorName::ofThisProcess);
        this.slots = new Slots(config.slots().orElseGet(Runtime.getRuntime()::availableProcessors));
        metrics.watch(slots);
        this.setup = new WorkspaceSetup(config, clock);
        Path workspace = setup.ground();
        this.site = new SandboxSetup(config, workspace, slots.count());
        Topology topology = new Topology(config.lanes());
        this.tracing = Tracing.to(
                config.traces().endpoint(), config.traces().ratio(), new Tracing.Service("patchline-executor", name));
        Reporter reporter =
                new Reporter(publisher::publish, new TransitionLog(config.log().json()), clock);
        RunLedger ledger = new RunLedger(config.state(), name);
        Workspaces workspaces = setup.open(site.runner(), new CommandRules(config.network(), config.environment()));
        this.readiness = new ReadinessCheck(workspace, ledger.directory(), site::faultNow, this::pause, this::resume);
        AttemptLoop attempts = new AttemptLoop(workspaces, reporter, slots, name, clock, readiness::canRunCommands);
        LaneGate gate = new LaneGate(
                ledger.holds(), new HoldPolicy(config.hold().lanes().orElse(List.of())));
        this.runs = new Runs(
                ledger, attempts, gate, new RunReports(reporter, name, clock, metrics::finished), tracing, clock);
        this.intake = new Intake(
                new DeliveryHandler(runs, reporter, name, clock),
                config.broker().consumerTimeout());
        this.balance = new LaneBalance(
                new Presence(name, slots.count()).with(setup.told()), config.lanes(), intake, this::announce);
        this.activity = new ActivityReport(
                slots,
                intake,
                runs,
                balance,
                config.lanes(),
                clock.instant(),
                () -> site.state().usable().map(TierName::configured),
                () -> ExecutorMetrics.freeBytes(config.state(), workspace));
        this.control = new ControlListener(balance);
        this.cancels = new CancelListener(runs, publisher::publish);
        Retention retention = new Retention(
                config.ledger().keepFor(),
                config.ledger().keep(),
                config.ledger().keepBytes().asLongValue());
        this.housekeeping =
                new Housekeeping(ledger.sweeper(retention, clock), ledger.trimmer(retention, clock), site::sweep);
        this.keeper = new SessionKeeper(
                BrokerAddress.from(config.broker()),
                "patchline executor " + name,
                ServiceTopology.ofExecutor(topology, config.broker().declare()),
                this::onSession,
                unusable);
    }

    /** Connects to the broker and begins to take patches; returns at once. Without a place for commands it does neither. */
    void start() {
        LOG.atInfo()
                .addKeyValue("executor", name)
                .addKeyValue("slots", slots.count())
                .addKeyValue("workspaces", workspaceNames())
                .log("Executor starts");
        if (site.isReady()) {
            site.resumePrelaunch();
            keeper.start();
            ScheduledFuture<?> forEver = ticker.scheduleAtFixedRate(balance::tick, 1, 1, TimeUnit.SECONDS);
            ScheduledFuture<?> looking = looks.scheduleWithFixedDelay(readiness::look, 1, 1, TimeUnit.SECONDS);
            LOG.atDebug()
                    .addKeyValue("ticker", forEver)
                    .addKeyValue("looks", looking)
                    .log("Announces itself once a second");
        }
        housekeeping.start();
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
                    .addKeyValue("executor", name)
                    .addKeyValue("running", runs.inProgress().size())
                    .log("Executor drains on request; it stays up until it is told to end");
        }
        balance.leave();
        site.suspendPrelaunch();
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
        return config.network() != NetworkPolicy.OFF || !site.keepsCommandsOffTheNetwork();
    }

    /**
     * Stops taking, lets what runs end within the grace period, ends the rest as interrupted, and leaves the broker when all of it is
     * reported and acknowledged.
     */
    void stop() {
        LOG.atInfo().addKeyValue("running", runs.inProgress().size()).log("Executor drains");
        balance.leave();
        try {
            if (!intake.awaitIdle(config.grace())) {
                runs.inProgress().forEach(run -> run.cancellation().request(Cancellation.Reason.SHUTDOWN));
                if (!intake.awaitIdle(LAST_REPORTS)) {
                    LOG.atWarn().log("Some reports were not confirmed in time; their messages will be delivered again");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ticker.shutdownNow();
        looks.shutdownNow();
        housekeeping.close();
        intake.abandon();
        publisher.close();
        keeper.close();
        site.close();
        tracing.close();
        LOG.atInfo().addKeyValue("executor", name).log("Executor stopped");
    }

    public String name() {
        return name;
    }

    public Slots slots() {
        return slots;
    }

    public Runs runs() {
        return runs;
    }

    /** Whether patches can reach this executor and their outcomes the broker: a session is up, it takes from it, and it can publish there. */
    public boolean isReady() {
        return keeper.session().isPresent() && publisher.isReady() && intake.isTaking();
    }

    boolean canRunCommands() {
        return site.isReady();
    }

    /** What commands run in, or why they cannot run. */
    public String sandbox() {
        return site.state().summary();
    }

    /** Why it takes no patches although it is up, and what mends it; empty if nothing keeps it from it. */
    public Optional<String> obstacle() {
        return site.isReady() ? readiness.obstacle() : Optional.of(site.state().summary());
    }

    /** How the launching of sandboxes ahead of their commands goes; empty if none are. */
    Optional<Prelaunch.Status> prelaunchStatus() {
        return site.prelaunchStatus();
    }

    /** Whether a session with the broker is up. */
    public boolean isConnected() {
        return keeper.session().isPresent();
    }

    /** What it needs on the broker and may not see, for a person. */
    List<String> missingPermissions() {
        return keeper.missingPermissions().stream().map(TopologyNeed::toString).toList();
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
        return setup.told().stream().map(workspace -> workspace.name().value()).toList();
    }

    /** Why repositories cannot be used at the moment, by the workspaces' names. */
    Map<String, String> repositoryTrouble() {
        return setup.trouble();
    }

    private void announce(Presence presence) {
        CompletionStage<Confirmation> unheeded =
                publisher.publish(presence.on(activity.now()).toMessage());
        unheeded.thenAccept(confirmation ->
                LOG.atTrace().addKeyValue("confirmation", confirmation).log("Announced"));
    }

    private void pause() {
        balance.pause();
        site.suspendPrelaunch();
    }

    private void resume() {
        balance.resume();
        site.resumePrelaunch();
    }

    private void onSession(BrokerSession session) throws IOException {
        publisher.onSession(session);
        cancels.onSession(session);
        control.onSession(session);
        balance.onSession(session);
    }
}
