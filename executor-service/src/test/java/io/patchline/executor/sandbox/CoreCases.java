package io.patchline.executor.sandbox;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.OutputListener;
import io.patchline.executor.process.ProcessResult;
import io.patchline.executor.process.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The core of the hostile cases for places where no test framework is: prints a line for each, and ends with code 1 if any went wrong. */
final class CoreCases {
    private static final Duration SHORT = Duration.ofSeconds(2);

    private CoreCases() {}

    private record Case(String name, String script, boolean network, Predicate<ProcessResult> holds) {}

    private static final List<Case> CASES = List.of(
            new Case("a command runs in its workspace", "touch here && pwd", false, exits(0)),
            new Case(
                    "01 the sandbox's first process has no environment",
                    "! grep -q . /proc/1/environ",
                    false,
                    exits(0)),
            new Case(
                    "03 /app, /tmp and /root of the container are not there",
                    "[ ! -e /app ] && [ ! -e /root ] && ! ls /tmp | grep .",
                    false,
                    exits(0)),
            new Case("04 the executor's environment is not there", "! env | grep CANARY", false, exits(0)),
            new Case("05 the network is off", "! grep -v -e lo: -e '|' /proc/net/dev", false, exits(0)),
            new Case("05 the network is on where it is asked for", "grep eth0: /proc/net/dev", true, exits(0)),
            new Case("06 no process outside is seen", "set -- /proc/[0-9]*; [ $# -eq 2 ]", false, exits(0)),
            new Case(
                    "08 a daemon dies with its command",
                    "setsid sleep 4242 </dev/null >/dev/null 2>&1 & exit 3",
                    false,
                    exits(3)),
            new Case(
                    "10 who ignores signals is killed",
                    "trap '' TERM; while :; do :; done",
                    false,
                    ProcessResult.TimedOut.class::isInstance),
            new Case(
                    "13 a fork bomb is contained",
                    "b() { b | b & }; b; sleep 4242",
                    false,
                    ProcessResult.TimedOut.class::isInstance),
            new Case("20 endless output is cut off", "yes", false, ProcessResult.OutputLimitReached.class::isInstance),
            new Case(
                    "27 /usr, /etc and /dev are read-only",
                    "! touch /usr/x && ! touch /etc/x && ! touch /dev/x",
                    false,
                    exits(0)),
            new Case("29 no user namespace within", "! unshare -Ur true", false, exits(0)),
            new Case("29 no capability", "grep -q 'CapEff:.0000000000000000' /proc/self/status", false, exits(0)),
            new Case("43 a signal is told", "kill -SEGV $$", false, ProcessResult.Signalled.class::isInstance));

    /** Argument: a directory that may be written. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Path workspace = Files.createDirectories(root.resolve("workspace"));
        Path scratch = Files.createDirectories(root.resolve("scratch"));
        CommandUser.adopt(workspace);
        int wrong = 0;
        try (Sandbox sandbox = Sandbox.open(
                SandboxSettings.DEFAULTS,
                TestLimits.limits(4L * 1024 * 1024, Duration.ofMillis(500)),
                workspace,
                root.resolve("ground"))) {
            System.out.println(CommandUser.self() + " " + sandbox.state().summary());
            if (!(sandbox.state() instanceof SandboxState.Ready ready)) {
                System.exit(2);
                return;
            }
            try (ConfinedRunner runner = sandbox.runner(ready, Redaction.NONE)) {
                for (Case one : CASES) {
                    wrong += holds(one, runner, workspace, scratch) ? 0 : 1;
                }
            }
        }
        System.out.println(CASES.size() - wrong + " of " + CASES.size() + " hold");
        System.exit(wrong == 0 ? 0 : 1);
    }

    private static boolean holds(Case one, ConfinedRunner runner, Path workspace, Path scratch) throws IOException {
        ProcessResult result = runner.run(new CommandRequest(
                one.script(),
                workspace,
                Map.of(),
                SHORT,
                one.network(),
                scratch,
                OutputListener.NONE,
                new Cancellation()));
        boolean right = one.holds().test(result) && nothingLeft();
        System.out.println((right ? "ok     " : "WRONG  ") + one.name() + (right ? "" : ": " + result));
        return right;
    }

    private static Predicate<ProcessResult> exits(int code) {
        return result -> result instanceof ProcessResult.Exited exited && exited.code() == code;
    }

    /** In a container nothing else runs than its init and this process. */
    private static boolean nothingLeft() throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (System.nanoTime() < deadline) {
            try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
                if (processes.count() <= 2) {
                    return true;
                }
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
