package io.patchline.executor.bench;

import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandPlace;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.Prelaunch;
import io.patchline.executor.sandbox.Sandbox;
import io.patchline.executor.sandbox.SandboxSettings;
import io.patchline.executor.sandbox.SandboxState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sandboxes of an executor, in the tier that it would choose here. Not for executors that are root: git's trees are theirs. */
final class BenchSandboxes implements AutoCloseable {
    private final Sandbox sandbox;
    private final SandboxState.Ready ready;
    private final List<ConfinedRunner> runners = new ArrayList<>();

    /** @param directory where it may keep what commands are started from */
    BenchSandboxes(Path directory) throws IOException {
        Path workspace = Files.createDirectories(directory.resolve("workspace"));
        this.sandbox =
                Sandbox.open(SandboxSettings.DEFAULTS, CommandLimits.DEFAULTS, workspace, directory.resolve("ground"));
        if (!(sandbox.state() instanceof SandboxState.Ready chosen)) {
            throw new IllegalStateException(sandbox.state().summary());
        }
        this.ready = chosen;
    }

    /** As for a workspace that is a directory: one waits for its command, if {@link #awaitWaiting} has been called since the last. */
    ConfinedRunner waitingIn(Path workspace) {
        CommandPlace place = new CommandPlace(workspace, false, CommandRequest.View.PLAIN);
        return runner(Optional.of(new Prelaunch(place, 1)));
    }

    /** As for git's trees: each is launched when there is a command. */
    CommandRunner launched() {
        return runner(Optional.empty());
    }

    /** It would come up beside the other rows otherwise. */
    static void awaitWaiting(ConfinedRunner runner) throws InterruptedException {
        runner.resumePrelaunch();
        while (runner.prelaunchStatus().orElseThrow().waiting() < 1) {
            Thread.sleep(1);
        }
    }

    private ConfinedRunner runner(Optional<Prelaunch> prelaunch) {
        ConfinedRunner runner = sandbox.runner(ready, Redaction.NONE, prelaunch);
        runners.add(runner);
        return runner;
    }

    @Override
    public void close() throws IOException {
        runners.forEach(ConfinedRunner::close);
        sandbox.close();
    }

    @Override
    public String toString() {
        return ready.summary();
    }
}
