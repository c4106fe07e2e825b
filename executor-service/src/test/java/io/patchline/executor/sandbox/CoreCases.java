package io.patchline.executor.sandbox;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The core of the hostile cases for places where no test framework is: prints a line for each, and ends with code 1 if any went wrong. */
record CoreCases(ConfinedRunner runner, Path root, Path workspace) {
    private static final Duration SHORT = Duration.ofSeconds(2);

    private record Case(String name, String script, boolean network, Predicate<ProcessResult> holds) {}

    /** How many commands in a row: case 19. */
    private static final int MANY = Integer.getInteger("patchline.it.launches", 500);

    private static final List<Case> EVERYWHERE = List.of(
            new Case("a command runs in its workspace", "touch here && pwd", false, exits(0)),
            new Case("04 the executor's environment is not there", "! env | grep CANARY", false, exits(0)),
            new Case("05 the network is off", "! { exec 3<>/dev/udp/192.0.2.1/9; }", false, exits(0)),
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
            new Case("20 endless output is cut off", "yes", false, ProcessResult.OutputLimitReached.class::isInstance),
            new Case(
                    "25 what is not ASCII arrives",
                    "[ '✅ größer' = \"$(printf '\\342\\234\\205 gr\\303\\266\\303\\237er')\" ]",
                    false,
                    exits(0)),
            new Case(
                    "27 /usr, /etc and /dev are read-only",
                    "! touch /usr/x && ! touch /etc/x && ! touch /dev/x",
                    false,
                    exits(0)),
            new Case("29 no capability", "grep -q 'CapEff:.0000000000000000' /proc/self/status", false, exits(0)),
            new Case(
                    "the standard streams can be opened by their names",
                    "echo a >/dev/stdout && echo b >/dev/stderr && cat /dev/stdin",
                    false,
                    exits(0)),
            new Case("43 a signal is told", "kill -SEGV $$", false, ProcessResult.Signalled.class::isInstance));

    private static final List<Case> NAMESPACES = List.of(
            new Case(
                    "01 the sandbox's first process has nothing of the executor's environment",
                    "! grep -qzv '^PWD=' /proc/1/environ",
                    false,
                    exits(0)),
            new Case(
                    "03 /app, /tmp and /root of the container are not there",
                    "[ ! -e /app ] && [ ! -e /root ] && ! ls /tmp | grep .",
                    false,
                    exits(0)),
            new Case("05 the network is on where it is asked for", "grep eth0: /proc/net/dev", true, exits(0)),
            new Case("06 no process outside is seen", "set -- /proc/[0-9]*; [ $# -eq 2 ]", false, exits(0)),
            new Case(
                    "13 a fork bomb is contained",
                    "b() { b | b & }; b; sleep 4242",
                    false,
                    ProcessResult.TimedOut.class::isInstance),
            new Case("29 no user namespace within", "! unshare -Ur true", false, exits(0)));

    /**
     * Arguments: the tier, and a directory that may be written. With a third, prints instead of the cases what a command can do, for
     * {@link TierTable}.
     */
    public static void main(String[] arguments) throws IOException {
        TierName tier = TierName.of(arguments[0]);
        Path root = Path.of(arguments[1]);
        Path workspace = Files.createDirectories(root.resolve("workspace"));
        Files.createDirectories(root.resolve("scratch"));
        CommandUser.adopt(workspace);
        try (Sandbox sandbox = Sandbox.open(
                TestLimits.of(tier),
                TestLimits.limits(4L * 1024 * 1024, Duration.ofMillis(500)),
                workspace,
                root.resolve("ground"))) {
            System.out.println(CommandUser.self() + " " + sandbox.state().summary());
            if (!(sandbox.state() instanceof SandboxState.Ready ready)) {
                System.exit(2);
                return;
            }
            try (ConfinedRunner runner = sandbox.runner(ready, Redaction.NONE)) {
                if (arguments.length > 2) {
                    new TierTable(runner, root, workspace)
                            .measured()
                            .forEach((deed, can) -> System.out.println(can + " | " + deed));
                } else {
                    System.exit(allHold(tier, new CoreCases(runner, root, workspace)) ? 0 : 1);
                }
            }
        }
    }

    private static boolean allHold(TierName tier, CoreCases cases) throws IOException {
        List<Case> all = new ArrayList<>(EVERYWHERE);
        if (tier == TierName.BUBBLEWRAP) {
            all.addAll(NAMESPACES);
        }
        int hold = cases.manyLeaveNothing() ? 1 : 0;
        for (Case one : all) {
            hold += cases.holds(one) ? 1 : 0;
        }
        System.out.println(hold + " of " + (all.size() + 1) + " hold");
        return hold == all.size() + 1;
    }

    private boolean manyLeaveNothing() throws IOException {
        Case one = new Case("19 one of " + MANY, "sleep 60 & true", false, exits(0));
        boolean right = true;
        for (int i = 0; i < MANY && right; i++) {
            right = one.holds().test(run(one));
        }
        right &= nothingLeft();
        System.out.println((right ? "ok     " : "WRONG  ") + "19 " + MANY + " commands leave nothing");
        return right;
    }

    private ProcessResult run(Case one) {
        return runner.run(new CommandRequest(
                one.script(),
                workspace,
                Map.of(),
                SHORT,
                one.network(),
                root.resolve("scratch"),
                OutputListener.NONE,
                new Cancellation()));
    }

    private boolean holds(Case one) throws IOException {
        ProcessResult result = run(one);
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
