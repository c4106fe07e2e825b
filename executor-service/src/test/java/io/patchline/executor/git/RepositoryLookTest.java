package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.actions.CommandRules.NetworkPolicy;
import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.git.tree.Places;
import io.patchline.executor.git.tree.TreeOwner;
import io.patchline.executor.process.Cancellation;
import io.patchline.patch.WorkspaceRoots;
import io.patchline.repository.SmartHttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one look tells apart: what somebody must mend, what is away, and what is nothing. */
class RepositoryLookTest {
    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    private static BranchTools tools(GitSettings settings) {
        return BranchTools.of(
                settings,
                GitGround::bash,
                new CommandRules(NetworkPolicy.ASK, Map.of()),
                TreeOwner.SELF,
                WorkspaceRoots.NONE,
                Clock.systemUTC(),
                CallObserver.NONE);
    }

    private RepositoryProbe probe(GitSettings settings) throws IOException {
        return new RepositoryProbe(tools(settings), new Places(ground.directory.resolve("e"), CallObserver.NONE));
    }

    private GitSettings usual() {
        return ground.settings(ReviewRule.parse("never"), Keep.IGNORED);
    }

    private GitSettings at(String url) throws IOException {
        return ground.at(url, ground.token(), true);
    }

    @Test
    void a_ref_that_somebody_else_holds_is_no_trouble_and_one_that_cannot_be_made_is() throws Exception {
        Git bare = new Git(ground.bare);
        bare.bash("mkdir -p refs/patchline/branch/main; touch refs/patchline/branch/main/fence.lock");

        assertThat(probe(usual()).look(true)).isEmpty();
        assertThat(ground.git("for-each-ref", "refs/patchline")).isEmpty();

        bare.bash("rm -r refs/patchline; git update-ref refs/patchline/branch/main main");
        assertThatThrownBy(() -> probe(usual()).look(true))
                .isInstanceOf(RepositoryAwayException.class)
                .hasMessageContaining("cannot lock ref")
                .hasMessageContaining("exists; cannot create");
    }

    @Test
    void a_server_that_fails_at_pushes_is_away_and_nobody_is_told_to_give_rights() throws Exception {
        try (SmartHttpServer server = new SmartHttpServer(ground.directory)) {
            RepositoryProbe probe = probe(at(server.url("site.git")));
            server.answerPushesWith(503);

            assertThatThrownBy(() -> probe.look(false))
                    .isInstanceOf(RepositoryAwayException.class)
                    .hasMessageContaining("503")
                    .hasMessageNotContaining("right to write");

            for (int status : List.of(401, 403)) {
                server.answerPushesWith(status);
                assertThat(probe.look(false).orElseThrow()).contains("give the account", "the right to write");
            }
        }
    }

    @Test
    void a_repository_that_does_not_answer_is_waited_for_no_longer_than_who_looks_may() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            GitSettings settings = at("http://127.0.0.1:" + silent.getLocalPort() + "/site.git");
            BranchTools impatient = tools(settings).impatient(Duration.ofSeconds(1));

            assertThatThrownBy(() -> impatient.remote().refs(List.of("refs/heads/main"), new Cancellation()))
                    .isInstanceOf(RepositoryAwayException.class)
                    .hasMessageEndingWith("did not answer within 1 s");
        }
    }

    @Test
    void a_place_that_is_broken_is_made_anew_in_the_same_look() throws Exception {
        succeeded(ground.carryOut(ground.executor("e"), command("before", "echo x >before")));
        Path tip = ground.directory.resolve("e/place-0/git/refs/patchline/tip");
        Files.writeString(tip, "broken");

        assertThat(probe(usual()).look(false)).isEmpty();

        assertThat(tip).doesNotExist();
        assertThat(ground.directory.resolve("e/place-0/git/HEAD")).exists();
    }
}
