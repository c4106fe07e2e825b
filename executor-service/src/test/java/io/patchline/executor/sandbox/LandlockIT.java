package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.EndingCases.assertExited;
import static io.patchline.executor.sandbox.Workbench.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ProcessResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a command can do in the tier landlock beyond what the table of the tiers says. */
class LandlockIT {
    @RegisterExtension
    static final Workbench BENCH = Workbench.landlock();

    @Test
    void a_command_works_in_its_workspace_and_its_temporary_directory_which_goes_with_it() {
        assertExited(
                BENCH.run(
                        "mkdir -p a/b && echo text >a/b/c && mv a/b/c d && ln d e && chmod 700 d && rm -r a && cat e"),
                0,
                "text\n");
        String temporary =
                BENCH.outputOf("mktemp -d; mkdir -p \"$TMPDIR/x/y\"; touch \"$TMPDIR/x/y/z\"; chmod 000 \"$TMPDIR/x\"");
        assertThat(Path.of(temporary.strip())).doesNotExist();
    }

    @Test
    void case_03_a_link_to_a_file_outside_does_not_help() throws Exception {
        Path secret = Files.writeString(BENCH.root().resolve("secret"), "canary");
        assertThat(BENCH.outputOf("ln -s '" + secret + "' link; cat link || ln '" + secret + "' hard || echo neither"))
                .endsWith("neither\n");
    }

    @Test
    void case_04_the_environment_is_the_allow_list() {
        assertThat(BENCH.outputOf("env | cut -d= -f1 | sort").lines())
                .isSubsetOf("HOME", "LANG", "OLDPWD", "PATH", "PWD", "SHLVL", "TMPDIR", "_");
    }

    @Test
    void case_05_with_the_network_off_there_are_no_sockets_and_no_way_around_that() {
        String ring = "perl -e '$! = 0; syscall(425, 1, my $p = chr(0) x 120); print $! + 0'";
        assertThat(BENCH.outputOf(ring)).isEqualTo("38");
        for (String family : List.of("1", "2", "10", "16", "17")) {
            assertThat(exitCode(ask("perl -e 'exit(socket(S," + family + ",2,0) ? 0 : $!+0)'")))
                    .as("family %s", family)
                    .isEqualTo(13);
        }
        assertExited(BENCH.run("perl -MSocket -e 'socketpair(A,B,AF_UNIX,SOCK_STREAM,0) and print 1'"), 0, "1");
    }

    @Test
    void case_05_with_the_network_on_a_listener_is_reached() throws Exception {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String connect = "exec 3<>/dev/tcp/127.0.0.1/" + tcp.getLocalPort();
            assertThat(exitCode(ask(connect).withNetwork())).isZero();
            assertThat(exitCode(ask(connect))).isNotZero();
        }
    }

    @Test
    void case_46_to_48_what_no_namespace_divides_is_not_there_with_the_network_on_either() {
        assertExited(BENCH.run(ask(TierTable.OTHER_FAMILIES).withNetwork()), 1, "");
        assertExited(BENCH.run(ask(TierTable.KEYRINGS).withNetwork()), 1, "");
        assertThat(
                        BENCH.outputOf(
                                "perl -e 'syscall(29, 4711, 4096, 01600); print $!+0, q( ); my $name = q(/x); syscall(240, $name, 0102, 0600, 0); print $!+0'"))
                .as("shmget and mq_open")
                .isEqualTo("38 38");
        assertExited(
                BENCH.run(
                        ask("perl -MSocket -e 'socket(S,PF_INET,SOCK_STREAM,0) && socket(S,PF_INET6,SOCK_DGRAM,0) && socket(S,PF_UNIX,SOCK_STREAM,0) && socket(S,16,3,0) or exit 1'")
                                .withNetwork()),
                0,
                "");
    }

    @Test
    void case_06_neither_the_executor_nor_the_supervisor_is_signalled_or_traced() {
        long executor = ProcessHandle.current().pid();
        for (String pid : List.of(Long.toString(executor), "$PPID")) {
            assertThat(exitCode(ask("kill -s 0 " + pid))).as(pid).isNotZero();
            assertThat(BENCH.outputOf("perl -e 'syscall(101, 16, $ARGV[0] + 0, 0, 0); print $!+0' " + pid))
                    .as("ptrace %s", pid)
                    .isEqualTo("1");
        }
        assertExited(BENCH.run("kill -9 -1; echo still here"), 0, "still here\n");
    }

    @Test
    void case_29_no_way_leads_to_more_rights() {
        assertThat(BENCH.outputOf("grep -E '^(CapEff|NoNewPrivs)' /proc/self/status"))
                .isEqualTo("CapEff:\t0000000000000000\nNoNewPrivs:\t1\n");
        for (String attempt : List.of(
                "unshare -Urm mount -t tmpfs none .",
                "mknod device b 8 0",
                "unshare -Ur cat /etc/shadow",
                "echo 1 >/proc/sys/kernel/sysrq")) {
            assertThat(exitCode(ask(attempt + " 2>/dev/null"))).as(attempt).isNotZero();
        }
    }

    @Test
    void case_30_a_command_cannot_change_what_it_is_started_from() {
        assertThat(
                        BENCH.outputOf(
                                "d=$(dirname \"$0\"); echo evil >\"$0\" || rm -f \"$d/launch\" || : >\"$d/exited\" || echo neither"))
                .endsWith("neither\n");
    }

    @Test
    void a_tree_too_deep_for_any_path_that_a_command_leaves_changes_nothing_of_its_end() throws Exception {
        assertExited(
                BENCH.run(
                        "cd \"$TMPDIR\" && perl -e 'for (1..3000) { mkdir \"dddddddddd\" and chdir \"dddddddddd\" or exit 1 }'"),
                0,
                "");
    }

    @Test
    void case_44_a_workspace_with_an_awkward_name_works() throws Exception {
        for (String name : new String[] {"two words", "--", "line\nbreak", "write=x", "größe ✅"}) {
            Path workspace = Files.createDirectory(BENCH.root().resolve(name));
            CommandUser.adopt(workspace);
            CommandRequest request = BENCH.request(ask("touch here; pwd"), workspace);

            assertExited(BENCH.runner().run(request), 0, workspace + "\n");
            assertThat(workspace.resolve("here")).exists();
        }
    }

    private int exitCode(Workbench.Ask ask) {
        ProcessResult result = BENCH.run(ask);
        assertThat(result).isInstanceOf(ProcessResult.Exited.class);
        return ((ProcessResult.Exited) result).code();
    }
}
