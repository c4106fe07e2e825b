package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.remote.Credentials;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.remote.RepositoryUrl;
import io.patchline.executor.process.Cancellation;
import io.patchline.repository.SmartHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories behind a server: OpenSSH's, and git's smart HTTP. */
class RemoteServersIT {
    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    private void carriesOut(String url, Credentials credentials) {
        GitSettings remote = ground.at(url, credentials, true);

        succeeded(ground.carryOut(ground.executor("e", remote, GitGround::bash), command("p", "echo x >x")));

        assertThat(ground.commits("p")).isEqualTo(1);
    }

    private static AbstractThrowableAssert<?, ?> refused(String url, Credentials credentials) {
        Remote remote =
                new Remote(RepositoryUrl.parse(url), credentials, Duration.ofSeconds(30), 1L << 30, CallObserver.NONE);
        return assertThatThrownBy(() -> remote.refs(List.of("refs/heads/main"), new Cancellation()))
                .isInstanceOf(RepositoryAwayException.class);
    }

    @Test
    void over_ssh_with_a_key_and_a_host_key_that_is_known() throws IOException {
        assumeTrue(SshServer.isPossible(), "openssh-server is not installed");
        try (SshServer server = new SshServer(ground.directory.resolve("ssh"))) {
            String url = server.url(ground.bare);

            carriesOut(url, ssh(server, "user", "known"));

            refused(url, ssh(server, "user", "wrong")).hasMessageContaining("Host key verification failed");
            Files.writeString(server.file("nobody"), "");
            refused(url, ssh(server, "user", "nobody")).hasMessageContaining("Host key verification failed");
            refused(url, ssh(server, "other-user", "known")).hasMessageContaining("Permission denied");
        }
    }

    private static Credentials ssh(SshServer server, String key, String knownHosts) {
        return new Credentials(Optional.of(server.file(key)), Optional.of(server.file(knownHosts)), Optional.empty());
    }

    @Test
    void over_http_with_a_token_that_nobody_is_told() throws IOException {
        try (SmartHttpServer server = new SmartHttpServer(ground.directory);
                SmartHttpServer elsewhere = new SmartHttpServer(ground.directory)) {
            Credentials right = token(SmartHttpServer.TOKEN);
            carriesOut(server.url("site.git"), right);

            refused(server.url("site.git"), token("wr0ng"))
                    .hasMessageContaining("Authentication failed")
                    .hasMessageNotContaining("wr0ng");
            refused(server.url("site.git"), Credentials.NONE).hasMessageContaining("could not read Username");
            refused(server.url("forbidden.git"), right).hasMessageContaining("403");

            server.redirectTo(elsewhere.url(""));
            refused(server.url("site.git"), right).hasMessageContaining("302");
            assertThat(elsewhere.asked()).isZero();
        }
    }

    private Credentials token(String token) throws IOException {
        Path file = Files.createTempFile(ground.directory, "token", "");
        return new Credentials(Optional.empty(), Optional.empty(), Optional.of(Files.writeString(file, token + "\n")));
    }
}
