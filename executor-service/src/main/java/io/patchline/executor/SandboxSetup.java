package io.patchline.executor;

import io.patchline.broker.BrokerAddress;
import io.patchline.executor.actions.CommandRules.NetworkPolicy;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandPlace;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.Prelaunch;
import io.patchline.executor.process.ProcessResult;
import io.patchline.executor.sandbox.Sandbox;
import io.patchline.executor.sandbox.SandboxSettings;
import io.patchline.executor.sandbox.SandboxState;
import io.patchline.executor.sandbox.TierName;
import io.patchline.executor.spawn.SpawnerProbe;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where this executor's commands run, as it is configured: the sandbox, chosen and proven, and the runner in it. */
final class SandboxSetup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxSetup.class);

    private final Sandbox sandbox;
    private final Optional<ConfinedRunner> runner;

    /**
     * @param workspace where commands run
     * @param slots how many commands run at once
     * @throws IOException if the directory for launches or a file with secrets cannot be used
     */
    SandboxSetup(ExecutorConfig config, Path workspace, int slots) throws IOException {
        Path directory =
                config.sandbox().directory().orElseGet(() -> config.state().resolve("sandbox"));
        Redaction redaction = redaction(config);
        this.sandbox = Sandbox.open(settings(config), limits(config.limits()), workspace, directory);
        this.runner = switch (sandbox.state()) {
            case SandboxState.Ready ready -> {
                LOG.info(ready.summary());
                SpawnerProbe.obstacle()
                        .ifPresent(why -> LOG.warn("Processes are started by {}", SpawnerProbe.summary()));
                yield Optional.of(sandbox.runner(
                        ready, redaction, prelaunch(config, ready.tier().name(), workspace, slots)));
            }
            case SandboxState.Unusable unusable -> {
                LOG.error(unusable.summary() + ". Until then this executor takes no patches.");
                yield Optional.empty();
            }
        };
    }

    /** Whether commands can be run, and in what. */
    SandboxState state() {
        return sandbox.state();
    }

    boolean isReady() {
        return runner.isPresent();
    }

    /** Whether a command that is not given the network has none. */
    boolean keepsCommandsOffTheNetwork() {
        return !(sandbox.state() instanceof SandboxState.Ready ready
                && ready.tier().name() == TierName.NONE);
    }

    CommandRunner runner() {
        return runner.<CommandRunner>map(confined -> confined)
                .orElse(request -> new ProcessResult.SetUpFailed(sandbox.state().summary()));
    }

    /** Tries the sandbox once more: why no command can be run any more, and what mends it; empty if commands can. */
    Optional<String> faultNow() throws IOException {
        return switch (sandbox.state()) {
            case SandboxState.Ready ready -> sandbox.faultNow(ready).map(SandboxState::summary);
            case SandboxState.Unusable unusable -> Optional.of(unusable.summary());
        };
    }

    /** Launches sandboxes ahead of their commands from now on, if that is configured. */
    void resumePrelaunch() {
        runner.ifPresent(ConfinedRunner::resumePrelaunch);
    }

    /** Ends the sandboxes that wait, which keep the workspace in use, and launches none ahead from now on. */
    void suspendPrelaunch() {
        runner.ifPresent(ConfinedRunner::suspendPrelaunch);
    }

    /** How the launching of sandboxes ahead goes; empty if that is not configured, or no command can run. */
    Optional<Prelaunch.Status> prelaunchStatus() {
        return runner.flatMap(ConfinedRunner::prelaunchStatus);
    }

    /** Clears away what executors that died have left of their commands. */
    void sweep() {
        sandbox.sweep();
    }

    @Override
    public void close() {
        runner.ifPresent(ConfinedRunner::close);
        try {
            sandbox.close();
        } catch (IOException e) {
            LOG.atWarn()
                    .setCause(e)
                    .log("The directory for launches could not be cleared; the next executor tries again");
        }
    }

    /**
     * For the commands that most patches have: those in a tree of git's have a workspace of their own, which is not there before. Where commands have no namespaces of their own, one could meddle
     * with the sandbox that waits for the next: none waits there.
     */
    private static Optional<Prelaunch> prelaunch(ExecutorConfig config, TierName tier, Path workspace, int slots) {
        boolean network = config.network() == NetworkPolicy.ON;
        return config.sandbox().prelaunch()
                        && tier == TierName.BUBBLEWRAP
                        && WorkspaceSetup.directory(config).isPresent()
                ? Optional.of(new Prelaunch(new CommandPlace(workspace, network, CommandRequest.View.PLAIN), slots))
                : Optional.empty();
    }

    private static SandboxSettings settings(ExecutorConfig config) {
        ExecutorConfig.Sandbox sandbox = config.sandbox();
        return new SandboxSettings(
                SandboxSettings.tier(sandbox.tier()),
                sandbox.required(),
                sandbox.accept().orElse(List.of()).stream().map(TierName::of).toList(),
                sandbox.bwrap(),
                sandbox.readable().orElse(List.of()),
                Stream.concat(config.broker().urlFile().stream(), WorkspaceSetup.secrets(config).stream())
                        .toList(),
                sandbox.cgroup());
    }

    static CommandLimits limits(ExecutorConfig.Limits config) {
        return new CommandLimits(
                config.output().asLongValue(),
                config.keptOutput().asLongValue(),
                Math.toIntExact(config.line().asLongValue()),
                config.processes(),
                config.file().asLongValue(),
                config.tmp().asLongValue(),
                config.data().map(MemorySize::asLongValue),
                config.memory().asLongValue(),
                config.setUp(),
                config.grace());
    }

    private static Redaction redaction(ExecutorConfig config) throws IOException {
        List<String> secrets = new ArrayList<>();
        for (BrokerAddress address : BrokerAddress.from(config.broker())) {
            secrets.add(address.password());
        }
        for (Path file : WorkspaceSetup.tokens(config)) {
            secrets.addAll(Files.readAllLines(file));
        }
        for (Path file : config.redact().files().orElse(List.of())) {
            secrets.addAll(Files.readAllLines(file));
        }
        Redaction redaction = Redaction.of(secrets);
        if (redaction.tooShort() > 0) {
            LOG.atWarn()
                    .addKeyValue("values", redaction.tooShort())
                    .log("Secrets that are too short are not redacted from output");
        }
        return redaction;
    }
}
