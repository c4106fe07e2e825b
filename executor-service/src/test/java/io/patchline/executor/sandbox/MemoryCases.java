package io.patchline.executor.sandbox;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandPlace;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.Prelaunch;
import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What becomes of commands that use much memory, in a real cgroup. Prints a line for each. */
final class MemoryCases {
    private static final long LIMIT = 64L * 1024 * 1024;

    private MemoryCases() {}

    /** Arguments: a directory, a cgroup, and tiers. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Path workspace = Files.createDirectories(root.resolve("workspace"));
        Path cgroup = Path.of(arguments[1]);
        CommandUser.adopt(workspace);
        for (String tier : List.of(arguments).subList(2, arguments.length)) {
            SandboxSettings named = TestLimits.of(TierName.of(tier));
            SandboxSettings settings = new SandboxSettings(
                    named.tier(),
                    named.required(),
                    named.accept(),
                    named.bwrap(),
                    named.readable(),
                    named.secrets(),
                    Optional.of(cgroup));
            try (Sandbox sandbox = Sandbox.open(settings, limits(), workspace, root.resolve("ground"))) {
                System.out.println(sandbox.state().summary());
                try (ConfinedRunner runner = sandbox.runner(
                        (SandboxState.Ready) sandbox.state(), Redaction.NONE, Optional.of(oneIn(workspace)))) {
                    runner.resumePrelaunch();
                    tell(tier, runner, workspace, root);
                }
            }
            try (var left = Files.newDirectoryStream(cgroup, "command-*")) {
                System.out.println(tier + " left " + (left.iterator().hasNext() ? "something" : "nothing"));
            }
        }
    }

    private static Prelaunch oneIn(Path workspace) {
        return new Prelaunch(new CommandPlace(workspace, false, CommandRequest.View.PLAIN), 1);
    }

    /** Each command has a sandbox that waits for it, in its cgroup already. */
    private static void awaitWaiting(String tier, ConfinedRunner runner) {
        while (runner.prelaunchStatus().orElseThrow().waiting() < 1) {
            runner.prelaunchStatus()
                    .orElseThrow()
                    .trouble()
                    .ifPresent(why -> System.out.println(tier + " does not wait: " + why));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static void tell(String tier, ConfinedRunner runner, Path workspace, Path root) throws IOException {
        Map<String, String> cases = Map.of(
                "little", "perl -e '$x = \"x\" x 20_000_000'; exit 3",
                "much", "echo begun; perl -e '$x = \"x\" x 300_000_000'; echo never",
                "together", "for i in 1 2 3 4 5 6; do perl -e '$x = \"x\" x 18_000_000; sleep 20' & done; wait",
                "137", "exit 137",
                "many",
                        "perl -e 'for (1..200) { $p = fork; last unless defined $p; $p or sleep 60; $n++ } exit($n < 70 ? 9 : 1)'");
        for (Map.Entry<String, String> one : cases.entrySet()) {
            awaitWaiting(tier, runner);
            ProcessResult result = runner.run(new CommandRequest(
                    one.getValue(),
                    workspace,
                    Map.of(),
                    Duration.ofSeconds(60),
                    false,
                    Files.createTempDirectory(root, "scratch"),
                    OutputListener.NONE,
                    new Cancellation()));
            String end = result instanceof ProcessResult.Exited exited
                    ? "Exited " + exited.code()
                    : result.getClass().getSimpleName();
            System.out.println(tier + " " + one.getKey() + ": " + end + " "
                    + result.output().head().lines().findFirst().orElse(""));
        }
    }

    private static CommandLimits limits() {
        CommandLimits usual = TestLimits.QUICK;
        return new CommandLimits(
                usual.outputBytes(),
                usual.keptBytes(),
                usual.lineBytes(),
                usual.processes(),
                usual.fileBytes(),
                usual.tmpBytes(),
                usual.dataBytes(),
                LIMIT,
                Duration.ofSeconds(60),
                usual.grace());
    }
}
