package io.patchline.executor.bench;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.Prelaunch;
import io.patchline.executor.process.ProcessResult;
import io.patchline.executor.process.RunFiles;
import io.patchline.executor.sandbox.CommandUser;
import io.patchline.executor.sandbox.Sandbox;
import io.patchline.executor.sandbox.SandboxSettings;
import io.patchline.executor.sandbox.SandboxState;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** See bench/sandbox/README.md. Arguments: the C program, or "-" for none; rounds; commands in a row. */
public class SandboxBench {
    private static final int WARM_UP = 60;

    public static void main(String[] arguments) throws Exception {
        Path root = Files.createTempDirectory("patchline-bench");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path workspace = Files.createDirectory(root.resolve("workspace"));
        Path scratch = Files.createDirectory(root.resolve("scratch"));
        CommandUser.adopt(workspace);
        try (Sandbox sandbox =
                Sandbox.open(SandboxSettings.DEFAULTS, CommandLimits.DEFAULTS, workspace, root.resolve("ground"))) {
            if (!(sandbox.state() instanceof SandboxState.Ready ready)) {
                throw new IllegalStateException(sandbox.state().summary());
            }
            Redaction redaction = Redaction.of(List.of("a-secret-of-some-length"));
            Prelaunch oneAhead =
                    new Prelaunch(request(workspace, scratch, false).place(), 1);
            try (ConfinedRunner runner = sandbox.runner(ready, redaction);
                    ConfinedRunner ahead = sandbox.runner(ready, redaction, Optional.of(oneAhead))) {
                spawns(arguments[0], Integer.parseInt(arguments[1]), ready, List.of(runner, ahead), workspace, scratch);
                inARow(Integer.parseInt(arguments[2]), runner, workspace, scratch);
            }
        }
        new ProcessBuilder("rm", "-rf", root.toString()).start().waitFor();
    }

    private static CommandRequest request(Path workspace, Path scratch, boolean network) {
        return new CommandRequest(
                "true",
                workspace,
                Map.of(),
                Duration.ofMinutes(1),
                network,
                scratch,
                OutputListener.NONE,
                new Cancellation());
    }

    private static void run(ConfinedRunner runner, CommandRequest request) {
        if (!(runner.run(request) instanceof ProcessResult.Exited exited) || exited.code() != 0) {
            throw new IllegalStateException("true failed");
        }
    }

    private static void spawns(
            String c, int rounds, SandboxState.Ready ready, List<ConfinedRunner> runners, Path workspace, Path scratch)
            throws Exception {
        Interleaved rows = new Interleaved();
        Process spawner = null;
        if (c.equals("-")) {
            System.out.println("No C compiler: the rows from C are left out.\n");
        } else {
            spawner = spawner(c, ready, workspace, scratch);
            PrintStream ask = new PrintStream(spawner.getOutputStream(), true);
            BufferedReader answers = spawner.inputReader();
            String[] names = {"C: `sh -c true`", "C: the same bwrap, `true`", "C: the same bwrap, network on, `true`"};
            for (int i = 0; i < names.length; i++) {
                int which = i;
                rows.add(names[i], () -> {
                    ask.println(which);
                    long nanos = Long.parseLong(answers.readLine());
                    if (nanos < 0) {
                        throw new IllegalStateException("row " + which + " failed");
                    }
                    return nanos;
                });
            }
        }
        rows.addWork(
                "Java: `sh -c true` by ProcessBuilder",
                () -> new ProcessBuilder("sh", "-c", "true").start().waitFor());
        ConfinedRunner runner = runners.getFirst();
        ConfinedRunner ahead = runners.getLast();
        rows.add("Patchline: the whole of `true`, network off, in a sandbox that waits", () -> {
            long start = System.nanoTime();
            run(ahead, request(workspace, scratch, false));
            long nanos = System.nanoTime() - start;
            BenchSandboxes.awaitWaiting(ahead);
            return nanos;
        });
        rows.addWork(
                "Patchline: the whole of `true`, network off, launched for it",
                () -> run(runner, request(workspace, scratch, false)));
        rows.addWork(
                "Patchline: the whole of `true`, network on, launched for it",
                () -> run(runner, request(workspace, scratch, true)));
        BenchSandboxes.awaitWaiting(ahead);
        rows.print(WARM_UP, rounds);
        if (spawner != null) {
            spawner.getOutputStream().close();
            spawner.waitFor();
        }
    }

    private static Process spawner(String c, SandboxState.Ready ready, Path workspace, Path scratch) throws Exception {
        List<String> line = new ArrayList<>(List.of(c, "/bin/sh", "-c", "true", ";;"));
        for (boolean network : new boolean[] {false, true}) {
            Path directory = Files.createTempDirectory(scratch.resolveSibling("ground"), "bench");
            RunFiles files = new RunFiles(directory);
            List<String> bwrap = ready.tier()
                    .prepare(request(workspace, scratch, network).place(), files)
                    .commandLine();
            line.addAll(bwrap.subList(bwrap.indexOf("/bin/sh"), bwrap.indexOf("--") + 1));
            line.addAll(List.of("/bin/true", ";;"));
        }
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void inARow(int commands, ConfinedRunner runner, Path workspace, Path scratch) throws Exception {
        for (int i = 0; i < 200; i++) {
            run(runner, request(workspace, scratch, false));
        }
        long[] before = counts();
        long start = System.nanoTime();
        for (int i = 0; i < commands; i++) {
            run(runner, request(workspace, scratch, false));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] after = counts();
        System.out.printf("%n| %d commands in a row, %.1f s | before | after |%n|---|---:|---:|%n", commands, seconds);
        String[] names = {"threads", "descriptors", "children and zombies", "heap after GC, KiB"};
        for (int i = 0; i < names.length; i++) {
            System.out.printf("| %s | %d | %d |%n", names[i], before[i], after[i]);
        }
    }

    private static long[] counts() throws Exception {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            Runtime runtime = Runtime.getRuntime();
            return new long[] {
                Thread.getAllStackTraces().size(),
                descriptors.count(),
                ProcessHandle.current().children().count(),
                (runtime.totalMemory() - runtime.freeMemory()) / 1024
            };
        }
    }
}
