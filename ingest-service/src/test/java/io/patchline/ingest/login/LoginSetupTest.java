package io.patchline.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.patchline.ingest.config.TestConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginSetupTest {
    private static final String KEY = "patchline.console.login.";

    @TempDir
    Path directory;

    private Map<String, String> settings;

    @BeforeEach
    void configure() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "a secret\n");
        settings = new HashMap<>(Map.of(
                "patchline.access.tokens-file",
                "/run/tokens",
                "patchline.http.public-url",
                "https://patchline.example/",
                KEY + "issuer",
                "https://id.example/realms/dev",
                KEY + "client-id",
                "patchline",
                KEY + "client-secret-file",
                secret.toString(),
                KEY + "ask",
                "groups,email,openid",
                KEY + "groups.read",
                "developers,cn=ops\\,ou=x",
                KEY + "groups.operate",
                "operators"));
    }

    @Test
    void it_is_off_by_default() {
        assertThat(LoginSetup.of(TestConfig.of(Map.of()))).isEmpty();
    }

    @Test
    void what_is_configured_is_what_the_login_does() {
        LoginSetup setup = LoginSetup.of(TestConfig.of(settings)).orElseThrow();

        assertThat(setup.name()).isEqualTo("id.example");
        assertThat(setup.ask()).containsExactly("openid", "groups", "email");
        assertThat(setup.secret()).isEqualTo("a secret");
        assertThat(setup.redirectUri()).isEqualTo(URI.create("https://patchline.example/console/login/callback"));
        assertThat(setup.beginUri()).isEqualTo(URI.create("https://patchline.example/console/login/provider"));
        assertThat(setup.isTls()).isTrue();
        assertThat(setup.rules())
                .isEqualTo(new PersonRules(
                        "sub",
                        "groups",
                        Map.of("read", Set.of("developers", "cn=ops,ou=x"), "operate", Set.of("operators"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-id", "client-secret-file", "issuer"})
    void what_is_missing_is_said(String key) {
        settings.remove(KEY + key);

        refused(KEY + key);
    }

    @ParameterizedTest
    @CsvSource({
        "patchline.console.login.issuer, http://id.example, patchline.console.login.issuer",
        "patchline.console.login.issuer, https://id.example?x, patchline.console.login.issuer",
        "patchline.console.login.client-secret-file, /none, client-secret-file",
        "patchline.console.login.session, 61m, patchline.console.login.session",
        "patchline.console.login.session, 1s, patchline.console.login.session",
        "patchline.console.login.groups.admin, x, groups.admin",
        "patchline.http.public-url, http://patchline.example, patchline.http.public-url",
        "patchline.http.public-url, https://patchline.example/path, patchline.http.public-url",
        "patchline.oauth.issuer, https://other.example, same issuer"
    })
    void what_cannot_be_is_refused_with_the_key(String key, String value, String said) {
        settings.put(key, value);

        refused(said);
    }

    @Test
    void a_person_has_one_name_whichever_way_they_come_in() {
        settings.put("patchline.oauth.issuer", "https://id.example/realms/dev");
        assertThat(LoginSetup.of(TestConfig.of(settings))).isPresent();

        settings.put(KEY + "name-claim", "email");

        refused("same name-claim");
        settings.put("patchline.oauth.name-claim", "email");
        assertThat(LoginSetup.of(TestConfig.of(settings))).isPresent();
    }

    @Test
    void without_an_address_tokens_or_rules_nobody_logs_in_so() {
        settings.remove("patchline.http.public-url");
        refused("patchline.http.public-url");
        settings.put("patchline.http.public-url", "https://patchline.example");
        settings.remove("patchline.access.tokens-file");
        refused("patchline.access.tokens-file");
        settings.put("patchline.access.tokens-file", "/run/tokens");
        settings.remove(KEY + "groups.read");
        settings.remove(KEY + "groups.operate");
        refused("patchline.console.login.groups");
    }

    @Test
    void an_empty_secret_is_none_and_is_not_repeated() throws IOException {
        Files.writeString(Path.of(settings.get(KEY + "client-secret-file")), " \n");

        refused("is empty");
    }

    private void refused(String said) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoginSetup.of(TestConfig.of(settings)))
                .withMessageContaining(said);
    }
}
