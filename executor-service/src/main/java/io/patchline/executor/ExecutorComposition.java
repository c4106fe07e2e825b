package io.patchline.executor;

import io.patchline.broker.BrokerAddress;
import io.patchline.broker.BrokerSession;
import io.patchline.broker.Confirmation;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.broker.PublisherLimits;
import io.patchline.broker.ServiceTopology;
import io.patchline.broker.SessionKeeper;
import io.patchline.broker.TopologyException;
import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.actions.Workspaces;
import io.patchline.executor.intake.CancelListener;
import io.patchline.executor.intake.ControlListener;
import io.patchline.executor.intake.DeliveryHandler;
import io.patchline.executor.intake.Intake;
import io.patchline.executor.intake.LaneBalance;
import io.patchline.executor.ledger.Retention;
import io.patchline.executor.ledger.RunLedger;
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
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition of an executor: each of its parts, made of the ones above it and the configuration. Nothing of it has begun. */
final class ExecutorComposition {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorComposition.class);

    private final ExecutorConfig config;
    private final Clock clock;
    private final String name;
    private final ConfirmedPublisher publisher;
    private final Tracing tracing;
    private final Reporter reporter;
    private final Slots slots;
    private final WorkspaceSetup workspaces;
    private final SandboxSetup sandbox;
    private final RunLedger ledger;
    private final ReadinessCheck readiness;
    private final Runs runs;
    private final Intake intake;
    private final LaneBalance balance;
    private final ActivityReport activity;
    private final Housekeeping housekeeping;
    private final ControlListener control;
    private final CancelListener cancels;
    private final SessionKeeper keeper;

    /**
     * @param unusable hears that the broker's topology is not as it must be
     * @throws IOException if the state directory or the workspace cannot be used
     */
    ExecutorComposition(
            ExecutorConfig config, ExecutorMetrics metrics, Clock clock, Consumer<TopologyException> unusable)
            throws IOException {
        this.config = config;
        this.clock = clock;
        this.name = config.executor().name().orElseGet(ExecutorName::ofThisProcess);
        this.publisher = new ConfirmedPublisher(
                PublisherLimits.STANDARD.upTo(config.broker().maxMessageSize().asLongValue()));
        this.tracing = Tracing.to(
                config.traces().endpoint(), config.traces().ratio(), new Tracing.Service("patchline-executor", name));
        this.reporter =
                new Reporter(publisher::publish, new TransitionLog(config.log().json()), clock);
        this.slots = new Slots(config.slots().orElseGet(Runtime.getRuntime()::availableProcessors));
        this.workspaces = new WorkspaceSetup(config, clock);
        this.sandbox = new SandboxSetup(config, workspaces.ground(), slots.count());
        this.ledger = new RunLedger(config.state(), name);
        this.readiness = new ReadinessCheck(
                workspaces.ground(), ledger.directory(), sandbox::faultNow, this::pause, this::resume);
        this.runs = newRuns(metrics);
        this.intake = new Intake(
                new DeliveryHandler(runs, reporter, name, clock),
                config.broker().consumerTimeout());
        this.balance = new LaneBalance(
                new Presence(name, slots.count()).with(workspaces.infos()), config.lanes(), intake, this::announce);
        this.activity = newActivityReport();
        this.housekeeping = newHousekeeping();
        this.control = new ControlListener(balance);
        this.cancels = new CancelListener(runs, publisher::publish);
        this.keeper = new SessionKeeper(
                BrokerAddress.from(config.broker()),
                "patchline executor " + name,
                ServiceTopology.ofExecutor(
                        new Topology(config.lanes()), config.broker().declare()),
                this::onSession,
                unusable);
    }

    private Runs newRuns(ExecutorMetrics metrics) throws IOException {
        Workspaces open = workspaces.open(sandbox.runner(), new CommandRules(config.network(), config.environment()));
        return new Runs(
                ledger,
                open,
                new AttemptLoop(reporter, slots, name, clock, readiness::couldRunCommandsSince),
                new LaneGate(
                        ledger.holds(), new HoldPolicy(config.hold().lanes().orElse(List.of()))),
                new RunReports(reporter, name, clock, metrics::finished),
                tracing,
                clock);
    }

    private ActivityReport newActivityReport() {
        return new ActivityReport(
                slots,
                intake,
                runs,
                balance,
                config.lanes(),
                clock.instant(),
                () -> sandbox.state().usable().map(TierName::configured),
                () -> ExecutorMetrics.freeBytes(config.state(), workspaces.ground()));
    }

    private Housekeeping newHousekeeping() {
        Retention retention = new Retention(
                config.ledger().keepFor(),
                config.ledger().keep(),
                config.ledger().keepBytes().asLongValue());
        return new Housekeeping(ledger.sweeper(retention, clock), ledger.trimmer(retention, clock), sandbox::sweep);
    }

    private void onSession(BrokerSession session) throws IOException {
        publisher.onSession(session);
        cancels.onSession(session);
        control.onSession(session);
        balance.onSession(session);
    }

    private void announce(Presence presence) {
        CompletionStage<Confirmation> unheeded =
                publisher.publish(presence.on(activity.now()).toMessage());
        unheeded.thenAccept(confirmation ->
                LOG.atTrace().addKeyValue("confirmation", confirmation).log("Announced"));
    }

    private void pause() {
        balance.pause();
        sandbox.suspendPrelaunch();
    }

    private void resume() {
        balance.resume();
        if (!intake.isDraining()) {
            sandbox.resumePrelaunch();
        }
        if (intake.isDraining()) { // It may have begun meanwhile.
            sandbox.suspendPrelaunch();
        }
    }

    ExecutorConfig config() {
        return config;
    }

    String name() {
        return name;
    }

    ConfirmedPublisher publisher() {
        return publisher;
    }

    Tracing tracing() {
        return tracing;
    }

    Slots slots() {
        return slots;
    }

    WorkspaceSetup workspaces() {
        return workspaces;
    }

    SandboxSetup sandbox() {
        return sandbox;
    }

    ReadinessCheck readiness() {
        return readiness;
    }

    Runs runs() {
        return runs;
    }

    Intake intake() {
        return intake;
    }

    LaneBalance balance() {
        return balance;
    }

    Housekeeping housekeeping() {
        return housekeeping;
    }

    SessionKeeper keeper() {
        return keeper;
    }
}
