package io.patchline.ingest.oauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.patchline.ingest.oauth.provider.ProviderTokens.Rules;
import io.patchline.ingest.oauth.provider.ProviderTokens.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An identity provider on loopback, and tokens that are its own, nearly its own, or not. */
class ProviderTokensTest {
    private static final String AUDIENCE = "https://patchline.example/mcp-oauth";
    private static final Map<String, String> SCOPES = Map.of("api.write", "submit", "api.read", "read");

    private final ECKey key = key("one");
    private HttpServer server;
    private URI issuer;
    private ProviderTokens tokens;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        serve("/keys", new JWKSet(key.toPublicJWK()).toString());
        server.start();
        tokens = new ProviderTokens(issuer, new Rules(AUDIENCE, "scope", "sub", SCOPES));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @MethodSource
    void metadata_of_either_kind_lead_to_the_keys(String path) throws Exception {
        serveMetadata(path);

        assertThat(tokens.check(signed(claims -> claims)))
                .contains(new Subject("jo@example.com", Set.of("submit", "read")));
    }

    static Stream<String> metadata_of_either_kind_lead_to_the_keys() {
        return Stream.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server");
    }

    @Test
    void scopes_may_be_a_list_and_those_that_are_none_of_ours_give_nothing() throws Exception {
        serveMetadata("/.well-known/openid-configuration");

        assertThat(tokens.check(signed(claims -> claims.claim("scope", List.of("api.read", "mail", "operate")))))
                .contains(new Subject("jo@example.com", Set.of("read")));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                row("another audience", claims -> claims.audience("https://other.example")),
                row("no audience", claims -> claims.audience((String) null)),
                row("another issuer", claims -> claims.issuer("https://evil.example")),
                row(
                        "expired",
                        claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120)))),
                row("never expiring", claims -> claims.expirationTime(null)),
                row(
                        "not yet",
                        claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(300)))),
                row("of nobody", claims -> claims.subject(null)),
                row("of an empty name", claims -> claims.subject(" ")));
    }

    private static Arguments row(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void a_token_with_wrong_claims_lets_nobody_in(String name, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        serveMetadata("/.well-known/openid-configuration");

        assertThat(tokens.check(signed(change))).isEmpty();
    }

    @Test
    void a_token_that_is_not_signed_by_the_providers_key_lets_nobody_in() throws Exception {
        serveMetadata("/.well-known/openid-configuration");
        JWTClaimsSet claims = claims().build();

        assertThat(tokens.check(new PlainJWT(claims).serialize())).isEmpty();
        assertThat(tokens.check(signed(claims, JWSAlgorithm.ES256, "one", new ECDSASigner(key("one")))))
                .isEmpty();
        assertThat(tokens.check(signed(claims, JWSAlgorithm.ES256, "two", new ECDSASigner(key("two")))))
                .isEmpty();
        byte[] publicKey = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        assertThat(tokens.check(signed(claims, JWSAlgorithm.HS256, "one", new MACSigner(publicKey))))
                .isEmpty();
        assertThat(tokens.check("no.token.atall")).isEmpty();
        assertThat(tokens.check("")).isEmpty();
    }

    @Test
    void without_the_provider_nobody_is_told_that_the_token_is_wrong() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> tokens.check(signed(claims -> claims)));
    }

    @Test
    void a_provider_that_says_it_is_another_one_is_not_believed() {
        serve("/.well-known/openid-configuration", metadata("https://evil.example"));

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> tokens.check(signed(claims -> claims)));
    }

    private void serveMetadata(String path) {
        serve(path, metadata(issuer.toString()));
    }

    private String metadata(String named) {
        return """
                {"issuer":"%s","authorization_endpoint":"%s/authorize","token_endpoint":"%s/token","jwks_uri":"%s/keys","response_types_supported":["code"],
                "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["ES256"]}""".formatted(named, issuer, issuer, issuer);
    }

    private void serve(String path, String json) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                body.write(json.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .audience(AUDIENCE)
                .subject("jo@example.com")
                .claim("scope", "openid api.write api.read")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(change.apply(claims()).build(), JWSAlgorithm.ES256, "one", new ECDSASigner(key));
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, String id, JWSSigner signer)
            throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .keyID(id)
                .type(new JOSEObjectType("at+jwt"))
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
