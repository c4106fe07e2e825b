package io.patchline.executor.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.libc.LibC;
import io.patchline.executor.output.OutputListener;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.ProcessResult;
import io.patchline.executor.sandbox.CommandUser;
import io.patchline.executor.sandbox.Sandbox;
import io.patchline.executor.sandbox.SandboxSettings;
import io.patchline.executor.sandbox.SandboxState;
import io.patchline.executor.sandbox.TierName;
import io.patchline.executor.seccomp.Machine;
import io.patchline.executor.seccomp.SeccompFilter;
import io.patchline.executor.spawn.JdkSpawner;
import io.patchline.executor.spawn.PosixSpawner;
import io.patchline.executor.spawn.Spawner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ways to start processes, in turns in one run: time, and processor time of this JVM, of the children that it has reaped and of what forks supervisors. See bench/sandbox/README.md.
 * Arguments: rounds.
 */
public class SpawnBench {
    private static final int WARM_UP = 100;
    private static final byte[] HEAP = new byte[100 << 20];

    private static final MethodHandle GETRUSAGE =
            LibC.function("getrusage", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private static final int USER = CommandUser.UNPRIVILEGED.uid();
    private static final String BECOME_BWRAP =
            "{ echo 500 >/proc/self/oom_score_adj; } 2>/dev/null; unset PWD OLDPWD SHLVL _; exec 9<\"$0\" 8>&2 2>&1 && exec \"$@\"";
    private static final List<String> BWRAP = Stream.of(
                    "/usr/bin/bwrap --seccomp 9 --unshare-user --unshare-pid --unshare-net --as-pid-1 --die-with-parent",
                    "--new-session --ro-bind / / --proc /proc --dev /dev -- /bin/true")
            .flatMap(words -> Stream.of(words.split(" ")))
            .toList();

    private static List<Path> servers = List.of();

    private interface Work {
        void run() throws Exception;
    }

    private static final class Row {
        private final String name;
        private final Work work;
        private final List<Long> wall = new ArrayList<>();
        private long own;
        private long children;
        private long server;

        Row(String name, Work work) {
            this.name = name;
            this.work = work;
        }

        void measure(boolean counts) throws Exception {
            long serverBefore = serverNanos();
            long childrenBefore = childrenNanos();
            long ownBefore = ownNanos();
            long start = System.nanoTime();
            work.run();
            long end = System.nanoTime();
            if (counts) {
                wall.add(end - start);
                own += ownNanos() - ownBefore;
                children += childrenNanos() - childrenBefore;
                server += serverNanos() - serverBefore;
            }
        }

        void print() {
            int n = wall.size();
            long[] sorted = wall.stream().mapToLong(Long::longValue).sorted().toArray();
            System.out.printf(
                    "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                    name,
                    sorted[n / 10] / 1e6,
                    sorted[n / 2] / 1e6,
                    own / 1e6 / n,
                    children / 1e6 / n,
                    server / 1e6 / n,
                    (own + children + server) / 1e6 / n);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Arrays.fill(HEAP, (byte) 1);
        int rounds = Integer.parseInt(arguments[0]);
        Path root = Files.createTempDirectory("patchline-bench");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path workspace = Files.createDirectory(root.resolve("workspace"));
        Path scratch = Files.createDirectory(root.resolve("scratch"));
        CommandUser.adopt(workspace);
        SandboxSettings none = new SandboxSettings(
                Optional.of(TierName.NONE), false, List.of(), Path.of("bwrap"), List.of(), List.of(), Optional.empty());
        try (Spawner jdk = new JdkSpawner();
                Spawner posix = new PosixSpawner();
                Sandbox sandbox = Sandbox.open(none, CommandLimits.DEFAULTS, workspace, root.resolve("ground"));
                ConfinedRunner runner = sandbox.runner((SandboxState.Ready) sandbox.state(), Redaction.NONE)) {
            List<String> server = program(root);
            Path filter = new SeccompFilter(Machine.ofThisProcess().orElseThrow(), SeccompFilter.Sockets.INTERNET, true)
                    .writeTo(root.resolve("filter"));
            List<String> words = List.of("exited=" + root.resolve("exited"), "--", "/bin/bash", "-c", "exit");
            List<Row> rows = List.of(
                    new Row("ProcessBuilder, `/bin/true`", () -> end(jdk.start(List.of("/bin/true"), root))),
                    new Row("posix_spawn, `/bin/true`", () -> end(posix.start(List.of("/bin/true"), root))),
                    new Row(
                            "ProcessBuilder, Perl's supervisor, `bash -c exit`",
                            () -> end(jdk.start(server, words, root))),
                    new Row(
                            "posix_spawn, Perl's supervisor, `bash -c exit`",
                            () -> end(posix.start(
                                    Stream.concat(server.stream(), words.stream())
                                            .toList(),
                                    root))),
                    new Row("fork server, supervisor, `bash -c exit`", () -> end(posix.start(server, words, root))),
                    new Row(
                            "posix_spawn, setpriv and a shell, bwrap, `/bin/true`",
                            () -> end(posix.start(byShell(filter), root))),
                    new Row("fork server, bwrap, `/bin/true`", () -> end(posix.start(server, byServer(filter), root))),
                    new Row("tier none, the whole of `true`", () -> run(runner, workspace, scratch)));
            measure(rows, rounds);
        }
        new ProcessBuilder("rm", "-rf", root.toString()).start().waitFor();
    }

    private static void measure(List<Row> rows, int rounds) throws Exception {
        List<Row> order = new ArrayList<>(rows);
        for (int round = -WARM_UP; round < rounds; round++) {
            if (round == 0) {
                servers = ProcessHandle.current()
                        .children()
                        .map(child -> Path.of("/proc", Long.toString(child.pid())))
                        .toList();
            }
            Collections.shuffle(order);
            for (Row row : order) {
                row.measure(round >= 0);
            }
        }
        System.out.println("| " + rounds + " rounds, in turns, ms | p10 | p50 | CPU: JVM | children | server | all |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        rows.forEach(Row::print);
    }

    /** As bwrap was started until decision 196. */
    private static List<String> byShell(Path filter) {
        List<String> line = new ArrayList<>();
        if (CommandUser.self().uid() == 0) {
            line.addAll(List.of("/usr/bin/setpriv", "--reuid=" + USER, "--regid=" + USER));
            line.addAll(List.of("--clear-groups", "--no-new-privs"));
        }
        line.addAll(List.of("/bin/sh", "-c", BECOME_BWRAP, filter.toString()));
        line.addAll(BWRAP);
        return line;
    }

    private static List<String> byServer(Path filter) {
        List<String> words = new ArrayList<>(List.of("bwrap", "seccomp=" + filter));
        if (CommandUser.self().uid() == 0) {
            words.add("user=" + USER + ":" + USER);
        }
        words.add("--");
        words.addAll(BWRAP);
        return words;
    }

    private static List<String> program(Path root) throws IOException {
        Path program = root.resolve("launch.pl");
        try (InputStream text = Sandbox.class.getResourceAsStream("launch.pl")) {
            Files.copy(text, program);
        }
        return List.of(
                "/usr/bin/perl",
                "-w",
                program.toString(),
                "machine=" + ("amd64".equals(System.getProperty("os.arch")) ? "x86_64" : "aarch64"),
                "parent=" + ProcessHandle.current().pid());
    }

    /** All that there is to read, and its end. */
    private static void end(Process process) throws IOException, InterruptedException {
        try (OutputStream input = process.getOutputStream();
                InputStream output = process.getInputStream();
                InputStream error = process.getErrorStream()) {
            input.close();
            output.readAllBytes();
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(code + new String(error.readAllBytes(), UTF_8));
            }
        }
    }

    private static void run(ConfinedRunner runner, Path workspace, Path scratch) {
        CommandRequest request = new CommandRequest(
                "true",
                workspace,
                Map.of(),
                Duration.ofMinutes(1),
                false,
                scratch,
                OutputListener.NONE,
                new Cancellation());
        if (!(runner.run(request) instanceof ProcessResult.Exited exited) || exited.code() != 0) {
            throw new IllegalStateException("true failed");
        }
    }

    private static long ownNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** RUSAGE_CHILDREN: user and system time, each in seconds and microseconds. */
    private static long childrenNanos() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment usage = arena.allocate(256, 8);
            long unused = LibC.call("getrusage", state -> (int) GETRUSAGE.invokeExact(state, -1, usage));
            long micros = 0;
            for (int at = 0; at < 32; at += 16) {
                micros += usage.get(JAVA_LONG, at) * 1_000_000 + usage.get(JAVA_LONG, at + 8);
            }
            return micros * 1000;
        }
    }

    /** Of children that run on. */
    private static long serverNanos() throws IOException {
        long nanos = 0;
        for (Path server : servers) {
            nanos += firstNumber(Files.readString(server.resolve("schedstat")));
        }
        return nanos;
    }

    private static long firstNumber(String text) {
        return Long.parseLong(text.substring(0, text.indexOf(' ')));
    }
}
