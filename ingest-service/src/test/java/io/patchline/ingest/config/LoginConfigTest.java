package io.patchline.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginConfigTest {
    @Test
    void nobody_logs_in_by_a_provider_by_default() {
        LoginConfig login = TestConfig.of(Map.of()).console().login();

        assertThat(login.issuer()).isEmpty();
        assertThat(login.name()).isEmpty();
        assertThat(login.clientId()).isEmpty();
        assertThat(login.clientSecretFile()).isEmpty();
        assertThat(login.ask()).isEmpty();
        assertThat(login.nameClaim()).isEqualTo("sub");
        assertThat(login.groupClaim()).isEqualTo("groups");
        assertThat(login.groups()).isEmpty();
        assertThat(login.session()).isEqualTo(Duration.ofHours(1));
        assertThat(login.rate()).isEqualTo(Rate.of("60/m"));
    }

    @Test
    void every_key_can_be_set_by_the_environment() {
        Map<String, String> environment = Map.of(
                "PATCHLINE_CONSOLE_LOGIN_ISSUER", "https://id.example",
                "PATCHLINE_CONSOLE_LOGIN_NAME", "Example",
                "PATCHLINE_CONSOLE_LOGIN_CLIENT_ID", "patchline",
                "PATCHLINE_CONSOLE_LOGIN_CLIENT_SECRET_FILE", "/run/secret",
                "PATCHLINE_CONSOLE_LOGIN_ASK", "groups,email",
                "PATCHLINE_CONSOLE_LOGIN_NAME_CLAIM", "email",
                "PATCHLINE_CONSOLE_LOGIN_GROUP_CLAIM", "roles",
                "PATCHLINE_CONSOLE_LOGIN_GROUPS_READ", "dev,ops",
                "PATCHLINE_CONSOLE_LOGIN_SESSION", "10m",
                "PATCHLINE_CONSOLE_LOGIN_RATE", "3/m");

        LoginConfig login = TestConfig.builder()
                .withSources(new EnvConfigSource(environment, 300))
                .build()
                .getConfigMapping(IngestConfig.class)
                .console()
                .login();

        assertThat(login.issuer()).contains(URI.create("https://id.example"));
        assertThat(login.name()).contains("Example");
        assertThat(login.clientId()).contains("patchline");
        assertThat(login.clientSecretFile()).contains(Path.of("/run/secret"));
        assertThat(login.ask()).contains(List.of("groups", "email"));
        assertThat(login.nameClaim()).isEqualTo("email");
        assertThat(login.groupClaim()).isEqualTo("roles");
        assertThat(login.groups()).isEqualTo(Map.of("read", List.of("dev", "ops")));
        assertThat(login.session()).isEqualTo(Duration.ofMinutes(10));
        assertThat(login.rate()).isEqualTo(Rate.of("3/m"));
    }
}
