package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.Workbench.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a command cannot see, reach or become: the cases 1 to 6 and 29. */
class SecrecyIT {
    private static final int LAUNCHES = Integer.getInteger("patchline.it.launches", 100);

    @RegisterExtension
    static final Workbench BENCH = Workbench.bubblewrap();

    @Test
    void case_01_the_first_process_of_the_sandbox_has_nothing_of_the_executors_environment() {
        assertThat(BENCH.outputOf("tr '\\0' '\\n' </proc/1/environ")).isEqualTo("PWD=" + BENCH.workspace() + "\n");
        assertThat(BENCH.outputOf("cat /proc/[0-9]*/environ | tr '\\0' '\\n' | cut -d= -f1 | sort -u")
                        .lines())
                .isSubsetOf("HOME", "LANG", "OLDPWD", "PATH", "PWD", "SHLVL", "_");
    }

    /** What launches it reaches neither its signals (32 and 33 the C library keeps for itself), nor its groups, nor its descriptors. */
    @Test
    void a_command_and_the_first_process_begin_as_if_nobody_had_been_there() {
        CommandUser self = CommandUser.self();
        String groups = self.uid() == 0 ? CommandUser.UNPRIVILEGED.gid() + " " : "[0-9 ]*";
        String state =
                "sed -n '/^Sig[BI]/p;/^Groups/p' /proc/self/status /proc/1/status | sort -u; ls /proc/self/fd; ls /proc/1/fd";
        assertThat(BENCH.outputOf(state))
                .matches(
                        "Groups:\t" + groups + "\nSigBlk:\t0{16}\nSigIgn:\t0{7}[01][08]0{7}\n0\n1\n2\n3\n0\n1\n2\n8\n");
    }

    @Test
    void case_02_a_spy_in_a_sandbox_sees_nothing_of_the_launches_outside() throws Exception {
        String spy =
                "while [ ! -e stop ]; do for p in /proc/[0-9]*; do readlink $p/exe; tr '\\0' ' ' <$p/environ; done; done 2>&1"
                        + " | grep -o -e java -e jspawnhelper -e 'USER=[a-z]*' -e 'SHELL=[a-z/]*' | sort | uniq -c; echo watched";
        CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> BENCH.outputOf("touch watching; " + spy));
        await().until(() -> Files.exists(BENCH.workspace().resolve("watching")));
        for (int i = 0; i < LAUNCHES; i++) {
            BENCH.outputOf("true");
        }
        Files.createFile(BENCH.workspace().resolve("stop"));

        assertThat(System.getenv("PATH")).as("there is something to be seen").isNotEmpty();
        assertThat(seen.get()).isEqualTo("watched\n");
    }

    @Test
    void case_46_47_sockets_of_other_families_keyrings_and_rings_are_not_there() {
        for (Workbench.Ask ask : List.of(ask(TierTable.OTHER_FAMILIES), ask(TierTable.KEYRINGS))) {
            EndingCases.assertExited(BENCH.run(ask), 1, "");
            EndingCases.assertExited(BENCH.run(ask.withNetwork()), 1, "");
        }
        String usual = "perl -MSocket -e 'socket(S,PF_INET,SOCK_STREAM,0) && socket(S,PF_INET6,SOCK_DGRAM,0)"
                + " && socket(S,PF_UNIX,SOCK_STREAM,0) && socket(S,16,3,0) && socketpair(A,B,AF_UNIX,SOCK_STREAM,0) or exit 1'";
        EndingCases.assertExited(BENCH.run(usual), 0, "");
        assertThat(BENCH.outputOf("grep Seccomp: /proc/self/status")).isEqualTo("Seccomp:\t2\n");
    }

    @Test
    void case_48_shared_memory_is_the_commands_own_and_ends_with_it() {
        String make = "perl -e 'exit(syscall(29, 4711, 4096, 01600) >= 0 ? 0 : 1)'";
        EndingCases.assertExited(
                BENCH.run(make + " && perl -e 'exit(syscall(29, 4711, 4096, 0) >= 0 ? 0 : 1)'"), 0, "");
        EndingCases.assertExited(BENCH.run("perl -e 'exit(syscall(29, 4711, 4096, 0) >= 0 ? 0 : 1)'"), 1, "");
    }

    @Test
    void case_49_what_the_kernel_ends_first_when_memory_is_short_is_not_the_commands_to_choose() {
        assertThat(
                        BENCH.outputOf(
                                "cat /proc/self/oom_score_adj /proc/1/oom_score_adj; for p in /proc/[0-9]*/oom_score_adj; do echo 0 >$p && echo changed; done 2>/dev/null; true"))
                .isEqualTo("500\n500\n");
        assertThat(BENCH.outputOf("(echo out >/dev/fd/1) | cat; (echo err >/dev/stderr) 2>&1 | cat; cat <(echo three)"))
                .isEqualTo("out\nerr\nthree\n");
    }

    @Test
    void case_03_files_outside_are_not_there_by_name_or_by_link() throws IOException {
        Path secret = Files.writeString(BENCH.root().resolve("secret"), "canary");
        Path inHome = Path.of(System.getProperty("user.home")).resolve(".bashrc");
        for (String path : List.of(
                secret.toString(),
                "/run/secrets",
                inHome.toString(),
                "/etc/shadow",
                "/var",
                "/home",
                "/root",
                "/sys",
                "/boot")) {
            assertThat(BENCH.outputOf("[ ! -e '" + path + "' ] && echo absent"))
                    .as(path)
                    .isEqualTo("absent\n");
        }
        assertThat(BENCH.outputOf("ln -s '" + secret + "' link; cat link || ln '" + secret + "' hard || echo neither"))
                .endsWith("neither\n");
    }

    @Test
    void case_03_a_process_cannot_reach_files_through_another_ones_root() {
        assertThat(BENCH.outputOf("for p in /proc/[0-9]*; do ls $p/root/; done 2>/dev/null | sort -u | tr '\\n' ' '"))
                .isEqualTo("bin dev etc lib lib64 proc run sbin tmp usr ");
    }

    @Test
    void case_04_the_environment_is_the_allow_list_and_what_the_request_holds() {
        String awkward = "it's $HOME\n\"✅\" \\";
        String variables =
                BENCH.outputOf(ask("env -0 | sort -z | tr '\\0' '|'").with(Map.of("PATCHLINE_PATCH_ID", awkward)));

        assertThat(variables.split("\\|"))
                .filteredOn(variable -> !variable.matches("(PWD|SHLVL|_|OLDPWD)=.*"))
                .containsExactly(
                        "HOME=" + BENCH.workspace(),
                        "LANG=C.UTF-8",
                        "PATCHLINE_PATCH_ID=" + awkward,
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    }

    @Test
    void case_05_with_the_network_off_no_listener_is_reached() throws Exception {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String connect = "exec 3<>/dev/tcp/127.0.0.1/" + tcp.getLocalPort();
            assertThat(BENCH.run(ask("{ " + connect + "; } 2>/dev/null"))
                            .output()
                            .totalBytes())
                    .isZero();
            assertThat(exitCode(ask(connect))).isNotZero();
            assertThat(exitCode(ask(connect).withNetwork()))
                    .as("with the network on")
                    .isZero();
        }
        assertThat(exitCode(ask("getent hosts example.org"))).isNotZero();
    }

    @Test
    void case_05_a_unix_socket_outside_is_not_reached_even_with_the_network_on() throws Exception {
        Path socket = BENCH.root().resolve("broker.sock");
        AtomicBoolean reached = new AtomicBoolean();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            server.configureBlocking(false);
            String connect = "socket(S,PF_UNIX,SOCK_STREAM,0); exit(connect(S,sockaddr_un($ARGV[0])) ? 0 : 3)";
            assertThat(exitCode(ask("perl -MSocket -e '" + connect + "' '" + socket + "'")
                            .withNetwork()))
                    .isEqualTo(3);
            reached.set(server.accept() != null);
        }
        assertThat(reached).isFalse();
    }

    @Test
    void case_05_an_abstract_socket_is_not_reached_with_the_network_off_but_is_with_it_on() throws Exception {
        String name = "patchline-it-" + ProcessHandle.current().pid();
        String listen = "use Socket; socket(S,PF_UNIX,SOCK_STREAM,0); bind(S,sockaddr_un(\"\\0" + name
                + "\")) or die; listen(S,5); print \"up\\n\"; sleep 60";
        Process server = new ProcessBuilder("perl", "-e", "$|=1;" + listen).start();
        try {
            assertThat(server.inputReader().readLine()).isEqualTo("up");
            String connect = "perl -MSocket -e 'socket(S,PF_UNIX,SOCK_STREAM,0); exit(connect(S,sockaddr_un(\"\\0"
                    + name + "\"))?0:3)'";
            assertThat(exitCode(ask(connect))).isEqualTo(3);
            assertThat(exitCode(ask(connect).withNetwork())).isZero();
        } finally {
            server.destroyForcibly().waitFor();
            server.getInputStream().close();
        }
    }

    @Test
    void case_06_the_executor_can_be_neither_signalled_nor_traced() {
        long pid = ProcessHandle.current().pid();
        assertThat(exitCode(ask("kill -9 " + pid))).isNotZero();
        assertThat(BENCH.outputOf("perl -e 'syscall(101, 16, " + pid + ", 0, 0); print $!+0'"))
                .as("ptrace: no such process")
                .isEqualTo("3");
        assertThat(BENCH.outputOf("kill -9 -1 2>/dev/null; echo still here")).isEqualTo("still here\n");
        assertThat(BENCH.outputOf("set -- /proc/[0-9]*; echo $#")).isEqualTo("2\n");
    }

    @Test
    void case_29_no_way_leads_to_more_rights() {
        assertThat(BENCH.outputOf("grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status"))
                .isEqualTo("CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\n");
        for (String attempt : List.of(
                "unshare -Ur true",
                "unshare -m true",
                "mount -t tmpfs none /tmp",
                "mount -o remount,rw /usr",
                "mknod device b 8 0",
                "chroot . /bin/true",
                "echo 1 >/proc/sys/kernel/sysrq",
                ": >/proc/sysrq-trigger")) {
            assertThat(exitCode(ask(attempt + " 2>/dev/null"))).as(attempt).isNotZero();
        }
    }

    @Test
    void case_29_a_setuid_bit_has_no_effect() {
        assertThat(BENCH.outputOf("cp /usr/bin/id i; chmod 4755 i; ./i -u; id -u")
                        .lines()
                        .distinct())
                .hasSize(1)
                .doesNotContain("0");
        assertThat(BENCH.outputOf("findmnt -no OPTIONS -T ."))
                .contains("nosuid")
                .contains("nodev");
    }

    private int exitCode(Workbench.Ask ask) {
        ProcessResult result = BENCH.run(ask);
        assertThat(result).isInstanceOf(ProcessResult.Exited.class);
        return ((ProcessResult.Exited) result).code();
    }
}
