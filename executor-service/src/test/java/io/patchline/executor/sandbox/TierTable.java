package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a command can do in a tier, by trying: the rows of the table in docs/sandbox.md. Each script exits with 0 if the command can do what
 * the row says.
 */
record TierTable(ConfinedRunner runner, Path root, Path workspace) {
    private static final String BY_PATH =
            "perl -MSocket -e 'socket(S,PF_UNIX,SOCK_STREAM,0) && connect(S,sockaddr_un($ENV{SOCKET})) or exit 1'";
    private static final String OWN_SERVER =
            "perl -MSocket -e 'socket(S,PF_INET,SOCK_STREAM,0) && bind(S,sockaddr_in(0,INADDR_LOOPBACK))"
                    + " && listen(S,1) && socket(C,PF_INET,SOCK_STREAM,0) && connect(C,getsockname S) or exit 1'";

    /** Any family but IPv4, IPv6, Unix and netlink, of any type. */
    static final String OTHER_FAMILIES =
            "perl -e 'for my $f (0, 3..9, 11..15, 17..45) { for my $t (1, 2, 3, 5) { socket(my $s, $f, $t, 0) and exit 0 } } exit 1'";

    static final String KEYRINGS =
            "perl -e '$x86 = `uname -m` =~ /x86_64/; exit(syscall($x86 ? 250 : 219, 0, -4, 1) >= 0"
                    + " || syscall(425, 1, my $p = chr(0) x 120) >= 0 ? 0 : 1)'";

    private static final String QUEUE =
            "perl -e '$x86 = `uname -m` =~ /x86_64/; syscall($x86 ? 68 : 186, $ENV{KEY} + 0, 01600)'";

    private record Row(String name, String script, boolean network) {}

    /** The deeds that show only after the command's end: by a file that it left, and by a process. */
    private static final String KEEPS = "keeps files in /tmp after its end (27)";

    private static final String DAEMON = "leaves a daemon behind (08, 09)";

    private static final String QUEUES = "leaves System V's shared memory or queues behind (48)";

    private static final List<Row> ROWS = List.of(
            new Row("reads files outside its workspace that everybody may read (03)", "cat \"$READABLE\"", false),
            new Row(
                    "writes files outside that everybody may write (03)",
                    "[ -e \"$WRITABLE\" ] && echo x >\"$WRITABLE\"",
                    false),
            new Row("changes modes and times of files outside that belong to its user", "chmod 640 \"$OWNED\"", false),
            new Row("reads the executor's environment or memory (01, 06)", "cat /proc/$EXECUTOR/environ", false),
            new Row("sees processes outside (06)", "[ -d /proc/$EXECUTOR ]", false),
            new Row("signals the executor (06)", "kill -s 0 $EXECUTOR", false),
            new Row(
                    "connects to TCP listeners outside when the network is off (05)",
                    "exec 3<>/dev/tcp/127.0.0.1/$PORT",
                    false),
            new Row("connects to Unix sockets outside by path when the network is off (05)", BY_PATH, false),
            new Row("connects to Unix sockets outside by path when the network is on (05)", BY_PATH, true),
            new Row("talks to a server of its own over the loopback when the network is off", OWN_SERVER, false),
            new Row(
                    "gains rights: capabilities, set-user-id programs (29)",
                    "grep -E '^Cap(Eff|Prm|Amb):' /proc/self/status | grep -v 0000000000000000 || ! grep -q 'NoNewPrivs:.1' /proc/self/status",
                    false),
            new Row(
                    "makes sockets of other families than IPv4, IPv6, Unix and netlink, vsock for instance (46)",
                    OTHER_FAMILIES,
                    true),
            new Row("reaches keyrings, or makes calls through io_uring (47)", KEYRINGS, true),
            new Row(QUEUES, QUEUE, true),
            new Row(
                    "puts off being the first to end when memory is short (49)",
                    "echo 0 >/proc/self/oom_score_adj",
                    false),
            new Row(
                    "has more than 64 processes where 64 are allowed (13)",
                    "perl -e 'for (1..70) { defined($p = fork) or exit 1; $p or sleep(30), exit }'",
                    false),
            new Row(KEEPS, "echo x >\"$TRACE\"", false),
            new Row(
                    DAEMON,
                    "(setsid sh -c 'echo $$ >daemon; exec sleep 4242' </dev/null >/dev/null 2>&1 &); until [ -s daemon ]; do :; done",
                    false));

    /** Whether each row's deed can be done. */
    Map<String, Boolean> measured() throws IOException {
        Map<String, Boolean> measured = new LinkedHashMap<>();
        Path trace = Path.of("/tmp", "patchline-it-" + UUID.randomUUID());
        Path socket = Files.createTempDirectory(root, "s").resolve("socket");
        Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ServerSocket tcp = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
            int key = ThreadLocalRandom.current().nextInt(1 << 20, 1 << 30);
            Map<String, String> environment = Map.of(
                    "KEY", Integer.toString(key),
                    "READABLE", outside("readable", "rw-r--r--").toString(),
                    "WRITABLE", outside("writable", "rw-rw-rw-").toString(),
                    "OWNED", owned().toString(),
                    "EXECUTOR", Long.toString(ProcessHandle.current().pid()),
                    "PORT", Integer.toString(tcp.getLocalPort()),
                    "SOCKET", socket.toString(),
                    "TRACE", trace.toString());
            for (Row row : ROWS) {
                boolean exited = exitsWell(row, environment);
                measured.put(
                        row.name(),
                        switch (row.name()) {
                            case KEEPS -> Files.deleteIfExists(trace);
                            case DAEMON -> daemonLives();
                            case QUEUES -> queueRemoved(key);
                            default -> exited;
                        });
            }
        }
        return measured;
    }

    private boolean exitsWell(Row row, Map<String, String> environment) throws IOException {
        CommandRequest request = new CommandRequest(
                row.script(),
                workspace,
                environment,
                Duration.ofSeconds(60),
                row.network(),
                Files.createTempDirectory(root, "scratch"),
                OutputListener.NONE,
                new Cancellation());
        ProcessResult result = runner.run(request);
        return result instanceof ProcessResult.Exited exited && exited.code() == 0;
    }

    private boolean daemonLives() throws IOException {
        long daemon = Long.parseLong(
                Files.readString(workspace.resolve("daemon"), UTF_8).strip());
        return ProcessHandle.of(daemon)
                .flatMap(process -> process.info().commandLine())
                .filter(line -> line.contains("4242"))
                .isPresent();
    }

    /** Whether there was one. */
    private static boolean queueRemoved(int key) throws IOException {
        boolean left = Files.readAllLines(Path.of("/proc/sysvipc/msg")).stream()
                .anyMatch(line -> line.strip().startsWith(key + " "));
        if (left) {
            new ProcessBuilder("ipcrm", "-Q", Integer.toString(key))
                    .start()
                    .onExit()
                    .join();
        }
        return left;
    }

    private Path outside(String name, String permissions) throws IOException {
        Path file = Files.writeString(root.resolve(name), "canary");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    private Path owned() throws IOException {
        Path file = outside("owned", "rw-------");
        if (CommandUser.self().isRoot()) {
            CommandUser.forWorkspace(workspace).own(file);
        }
        return file;
    }
}
