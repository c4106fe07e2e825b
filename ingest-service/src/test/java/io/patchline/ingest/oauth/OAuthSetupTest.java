package io.patchline.ingest.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.TestConfig;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthSetupTest {
    private static final Map<String, String> EMBEDDED = Map.of(
            "patchline.access.tokens-file", "/run/tokens",
            "patchline.http.public-url", "https://patchline.example/",
            "patchline.oauth", "embedded");

    @Test
    void it_is_off_by_default() {
        assertThat(OAuthSetup.of(TestConfig.of(Map.of()))).isInstanceOf(OAuthSetup.Off.class);
    }

    @Test
    void the_embedded_server_is_where_clients_see_this_service() {
        assertThat(OAuthSetup.of(TestConfig.of(EMBEDDED)))
                .isInstanceOfSatisfying(OAuthSetup.Embedded.class, embedded -> {
                    assertThat(embedded.address().issuer()).isEqualTo(URI.create("https://patchline.example/oauth"));
                    assertThat(embedded.address().resource())
                            .isEqualTo(URI.create("https://patchline.example/mcp-oauth"));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://patchline.example",
                "https://patchline.example/path",
                "https://jo@patchline.example",
                "https://patchline.example?x",
                "ftp://patchline.example",
                "patchline.example"
            })
    void an_address_that_is_not_safe_is_refused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OAuthSetup.of(changed("patchline.http.public-url", url)))
                .withMessageContaining("patchline.http.public-url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:5555", "http://127.0.0.1:5555", "http://[::1]:5555"})
    void on_this_computer_it_needs_no_tls(String url) {
        assertThat(OAuthSetup.of(changed("patchline.http.public-url", url))).isInstanceOf(OAuthSetup.Embedded.class);
    }

    @ParameterizedTest
    @CsvSource({
        "patchline.oauth.issuer, https://id.example, set one of them",
        "patchline.oauth.access-lifetime, 2d, access-lifetime",
        "patchline.oauth.access-lifetime, 1s, access-lifetime",
        "patchline.oauth.grant-lifetime, 91d, grant-lifetime",
        "patchline.oauth.scopes.admin, x, admin"
    })
    void what_cannot_be_is_refused_with_the_key(String key, String value, String told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OAuthSetup.of(changed(key, value)))
                .withMessageContaining(told);
    }

    @Test
    void without_an_address_or_without_tokens_there_is_no_oauth() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OAuthSetup.of(TestConfig.of(
                        Map.of("patchline.oauth", "embedded", "patchline.access.tokens-file", "/run/tokens"))))
                .withMessageContaining("patchline.http.public-url");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OAuthSetup.of(TestConfig.of(
                        Map.of("patchline.oauth", "embedded", "patchline.http.public-url", "https://p.example"))))
                .withMessageContaining("patchline.access.tokens-file");
    }

    @Test
    void an_identity_provider_is_named_by_its_issuer() {
        Map<String, String> settings = new HashMap<>(EMBEDDED);
        settings.put("patchline.oauth", "off");
        settings.put("patchline.oauth.issuer", "https://id.example/realm");

        assertThat(OAuthSetup.of(TestConfig.of(settings)))
                .isInstanceOfSatisfying(
                        OAuthSetup.Provider.class,
                        provider -> assertThat(provider.issuer()).isEqualTo(URI.create("https://id.example/realm")));
        settings.put("patchline.oauth.issuer", "http://id.example/realm");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OAuthSetup.of(TestConfig.of(settings)))
                .withMessageContaining("patchline.oauth.issuer");
    }

    @Test
    void a_client_is_told_to_ask_for_the_scopes_by_the_names_that_the_provider_gives_them() {
        IngestConfig embedded = TestConfig.of(EMBEDDED);
        Map<String, String> settings = new HashMap<>(EMBEDDED);
        settings.put("patchline.oauth", "off");
        settings.put("patchline.oauth.issuer", "https://id.example/realm");
        settings.put("patchline.oauth.scopes.submit", "api.write");
        IngestConfig provider = TestConfig.of(settings);

        assertThat(OAuthPaths.asked(OAuthSetup.of(embedded), embedded.oauth())).isEqualTo("read submit");
        assertThat(OAuthPaths.asked(OAuthSetup.of(provider), provider.oauth())).isEqualTo("read api.write");
    }

    private static IngestConfig changed(String key, String value) {
        Map<String, String> settings = new HashMap<>(EMBEDDED);
        settings.put(key, value);
        return TestConfig.of(settings);
    }
}
