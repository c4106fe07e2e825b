package io.patchline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.TestConfig;
import io.patchline.ingest.session.Session;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    private Path directory;

    private TokenAuthenticator authenticator;

    @BeforeEach
    void hire() throws IOException {
        Path file = Files.writeString(
                directory.resolve("tokens"),
                "ci:submit:" + hash("right") + "\nold:submit,read:" + hash("past") + " expires=" + NOW + "\n");
        IngestConfig config = TestConfig.of(Map.of("patchline.access.tokens-file", file.toString()));
        authenticator = new TokenAuthenticator(config, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void a_token_lets_its_holder_in_with_its_scopes() {
        assertThat(authenticator.recognise(new Credential.Token("right")))
                .isInstanceOfSatisfying(AuthenticationResult.Known.class, known -> {
                    assertThat(known.caller().getName()).isEqualTo("ci");
                    assertThat(known.caller().scopes()).containsExactly("submit");
                });
    }

    @Test
    void as_a_password_it_does_so_under_its_own_name_only() {
        assertThat(authenticator.recognise(new Credential.NamedToken("ci", "right")))
                .isInstanceOf(AuthenticationResult.Known.class);
        assertThat(reason(new Credential.NamedToken("old", "right"))).isEqualTo("unknown");
        assertThat(reason(new Credential.NamedToken("", "right"))).isEqualTo("unknown");
        assertThat(reason(new Credential.NamedToken("right", "ci"))).isEqualTo("unknown");
    }

    @Test
    void of_two_tokens_of_one_name_each_holder_has_their_own() throws IOException {
        Path file = Files.writeString(
                directory.resolve("twice"),
                "ci:submit,read,operate,review:" + hash("strong") + "\nci:submit:" + hash("weak") + "\n");
        authenticator = new TokenAuthenticator(
                TestConfig.of(Map.of("patchline.access.tokens-file", file.toString())),
                Clock.fixed(NOW, ZoneOffset.UTC));
        Caller weak = ((AuthenticationResult.Known) authenticator.recognise(new Credential.Token("weak"))).caller();
        AccessToken held = authenticator.heldBy(weak).orElseThrow();

        assertThat(held.scopes()).containsExactly("submit");
        assertThat(authenticator
                        .callerIn(new Session("ci", held.binding(), NOW.plusSeconds(9), "n", Optional.empty()))
                        .orElseThrow()
                        .scopes())
                .containsExactly("submit");
    }

    @Test
    void an_expired_token_lets_nobody_in_and_only_its_holder_hears_why() {
        assertThat(reason(new Credential.Token("past"))).isEqualTo("expired");
        assertThat(reason(new Credential.NamedToken("old", "guess"))).isEqualTo("unknown");
    }

    @Test
    void what_cannot_be_read_lets_nobody_in() {
        assertThat(reason(new Credential.Unreadable())).isEqualTo("unreadable");
        assertThat(reason(new Credential.Token(""))).isEqualTo("unknown");
    }

    private String reason(Credential credential) {
        return ((AuthenticationResult.Refused) authenticator.recognise(credential))
                .refusal()
                .reason();
    }

    private static String hash(String token) {
        return Digest.sha256Hex(token.getBytes(StandardCharsets.UTF_8));
    }
}
