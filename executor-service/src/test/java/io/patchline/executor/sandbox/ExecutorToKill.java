package io.patchline.executor.sandbox;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandPlace;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.Prelaunch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An executor in a process of its own, for tests that kill it. When sandboxes wait for the first of its commands, or what forks supervisors has done so once, it says so, runs a number of commands, each a little
 * later than the one before, and waits for them; without any, for the end of its standard input.
 */
final class ExecutorToKill {
    private static final int SLOTS = 4;

    private ExecutorToKill() {}

    /** Arguments: the tier, the root directory of the bench, how many commands, and how many microseconds between them. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        SandboxSettings settings = TestLimits.of(TierName.of(arguments[0]));
        Path root = Path.of(arguments[1]);
        try (Sandbox sandbox =
                Sandbox.open(settings, TestLimits.QUICK, root.resolve("workspace"), root.resolve("ground"))) {
            System.out.println(sandbox.state().summary());
            if (sandbox.state() instanceof SandboxState.Ready ready) {
                launch(
                        sandbox.runner(ready, Redaction.NONE, prelaunch(ready, root)),
                        root,
                        Integer.parseInt(arguments[2]),
                        Long.parseLong(arguments[3]));
            }
        }
    }

    private static void launch(ConfinedRunner runner, Path root, int commands, long pauseMicros)
            throws IOException, InterruptedException {
        runner.resumePrelaunch();
        while (runner.prelaunchStatus().stream().anyMatch(status -> status.waiting() < SLOTS)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        System.out.println("launching");
        System.out.flush();
        Thread[] threads = new Thread[commands];
        for (int i = 0; i < commands; i++) {
            CommandRequest request = new CommandRequest(
                    "touch started-$$-$RANDOM; while :; do date +%s%N >beat-$1; read -r -t 0.01 <> <(:); done",
                    place(root).workspace(),
                    Map.of(),
                    Duration.ofMinutes(5),
                    place(root).network(),
                    root.resolve("scratch"),
                    OutputListener.NONE,
                    new Cancellation());
            threads[i] = Thread.ofPlatform().start(() -> runner.run(request));
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pauseMicros));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (commands == 0) {
            int unused = System.in.read();
        }
        runner.close();
    }

    /** As in an executor. */
    private static Optional<Prelaunch> prelaunch(SandboxState.Ready ready, Path root) {
        return ready.tier().name() == TierName.BUBBLEWRAP
                ? Optional.of(new Prelaunch(place(root), SLOTS))
                : Optional.empty();
    }

    private static CommandPlace place(Path root) {
        return new CommandPlace(root.resolve("workspace"), false, CommandRequest.View.PLAIN);
    }
}
