package io.patchline.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins at an identity provider on loopback whose ID tokens are its own, nearly its own, or not. */
class ProviderLoginTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final ProviderLogin.Secrets SECRETS =
            new ProviderLogin.Secrets("state".repeat(9), "nonce".repeat(9), "verifier-".repeat(5));

    @TempDir
    Path directory;

    private TestProvider provider;
    private ProviderLogin login;
    private Path secretFile;

    @BeforeEach
    void start() throws Exception {
        provider = new TestProvider();
        secretFile = Files.writeString(directory.resolve("secret"), TestProvider.SECRET + "\n");
        login = at(provider.issuer());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private ProviderLogin at(URI issuer) {
        return at(issuer, WITHIN);
    }

    private ProviderLogin at(URI issuer, Duration within) {
        PersonRules rules = new PersonRules(
                "sub",
                "groups",
                Map.of(
                        "read",
                        Set.of("developers", "reviewers"),
                        "submit",
                        Set.of("developers"),
                        "review",
                        Set.of("reviewers")));
        LoginSetup setup = new LoginSetup(
                issuer,
                URI.create("https://patchline.example"),
                "Example",
                TestProvider.CLIENT,
                secretFile,
                List.of("openid", "groups"),
                rules);
        return new ProviderLogin(setup, Clock.systemUTC(), within);
    }

    @Test
    void the_browser_is_sent_with_all_that_ties_the_answer_to_this_login() {
        URI to = login.begin(SECRETS).orElseThrow();

        Map<String, List<String>> query = URLUtils.parseParameters(to.getRawQuery());
        assertThat(to.toString()).startsWith(provider.issuer() + "/authorize?");
        assertThat(query)
                .containsEntry("response_type", List.of("code"))
                .containsEntry("client_id", List.of("patchline"))
                .containsEntry("redirect_uri", List.of("https://patchline.example/console/login/callback"))
                .containsEntry("scope", List.of("openid groups"))
                .containsEntry("state", List.of(SECRETS.state()))
                .containsEntry("nonce", List.of(SECRETS.nonce()))
                .containsEntry("code_challenge_method", List.of("S256"));
        assertThat(to.toString()).doesNotContain(SECRETS.verifier(), "s3cret");
    }

    @Test
    void who_it_is_and_what_they_may_do_is_what_the_provider_says_by_the_rules() throws Exception {
        assertThat(finish(IdTokenKind.DEVELOPER))
                .isEqualTo(new LoginResult.LoggedIn(new Person("oidc:subject-DEVELOPER", Set.of("read", "submit"))));
        assertThat(finish(IdTokenKind.REVIEWER))
                .isEqualTo(new LoginResult.LoggedIn(new Person("oidc:subject-REVIEWER", Set.of("read", "review"))));
    }

    @Test
    void a_login_begun_at_one_replica_is_finished_at_another() throws Exception {
        String code = code(IdTokenKind.DEVELOPER);

        assertThat(at(provider.issuer()).finish(code, issuer(), SECRETS)).isInstanceOf(LoginResult.LoggedIn.class);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "OTHER_KEY",
                "UNSIGNED",
                "SIGNED_WITH_PUBLIC_KEY",
                "SIGNED_WITH_SECRET",
                "ACCESS_TOKEN",
                "OTHER_NONCE",
                "WITHOUT_NONCE",
                "OTHER_ISSUER",
                "OTHER_AUDIENCE",
                "SEVERAL_AUDIENCES",
                "OTHER_PARTY",
                "EXPIRED",
                "WITHOUT_END",
                "OF_THE_FUTURE"
            })
    void an_id_token_that_is_not_to_be_believed_lets_nobody_in(IdTokenKind kind) throws Exception {
        assertThat(finish(kind)).isInstanceOf(LoginResult.Wrong.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_NO_GROUP"})
    void without_a_rule_nobody_gets_in_and_hears_what_to_do(IdTokenKind kind) throws Exception {
        assertThat(finish(kind))
                .isInstanceOfSatisfying(
                        LoginResult.NotAllowed.class,
                        refused ->
                                assertThat(refused.detail()).contains("everybody", "patchline.console.login.groups"));
    }

    @ParameterizedTest
    @EnumSource(names = {"WITHOUT_GROUPS", "WITHOUT_NAME", "ABSENT", "REDIRECTED"})
    void what_an_operator_has_to_mend_is_said_so(IdTokenKind kind) throws Exception {
        assertThat(finish(kind))
                .isInstanceOfSatisfying(
                        LoginResult.Unusable.class,
                        unusable -> assertThat(unusable.detail()).contains("operator"));
        assertThat(provider.requests).doesNotContain("/elsewhere");
    }

    @ParameterizedTest
    @EnumSource(names = {"HUGE", "BROKEN"})
    void a_provider_that_does_not_answer_within_bounds_is_away(IdTokenKind kind) throws Exception {
        assertThat(finish(kind)).isEqualTo(new LoginResult.Away());
    }

    @Test
    void a_provider_that_takes_too_long_is_away() throws Exception {
        ProviderLogin hasty = at(provider.issuer(), Duration.ofMillis(500));

        assertThat(hasty.finish(code(IdTokenKind.SLOW), issuer(), SECRETS)).isEqualTo(new LoginResult.Away());
    }

    @Test
    void a_code_is_good_once_and_with_its_own_verifier() throws Exception {
        String used = code(IdTokenKind.DEVELOPER);
        login.finish(used, issuer(), SECRETS);

        assertThat(login.finish(used, issuer(), SECRETS)).isInstanceOf(LoginResult.Wrong.class);
        ProviderLogin.Secrets others =
                new ProviderLogin.Secrets(SECRETS.state(), SECRETS.nonce(), "another--".repeat(5));
        assertThat(login.finish(code(IdTokenKind.DEVELOPER), issuer(), others)).isInstanceOf(LoginResult.Wrong.class);
    }

    @Test
    void an_answer_of_another_provider_is_not_taken_for_this_ones() throws Exception {
        String code = code(IdTokenKind.DEVELOPER);

        assertThat(login.finish(code, Optional.of("https://evil.example"), SECRETS))
                .isInstanceOf(LoginResult.Wrong.class);
        assertThat(login.finish(code, Optional.empty(), SECRETS))
                .as("its metadata say that it always names itself")
                .isInstanceOf(LoginResult.Wrong.class);
        assertThat(provider.requests).doesNotContain("/token");
    }

    @Test
    void keys_that_are_replaced_are_found() throws Exception {
        assertThat(finish(IdTokenKind.DEVELOPER)).isInstanceOf(LoginResult.LoggedIn.class);

        provider.tokens().rotate();

        assertThat(finish(IdTokenKind.NEW_KEY)).isInstanceOf(LoginResult.LoggedIn.class);
    }

    @Test
    void a_wrong_secret_is_told_to_the_operator_and_a_replaced_one_is_taken_without_a_restart() throws Exception {
        Files.writeString(secretFile, "another");
        assertThat(finish(IdTokenKind.DEVELOPER))
                .isInstanceOfSatisfying(
                        LoginResult.Unusable.class,
                        unusable -> assertThat(unusable.detail()).contains("client-secret-file"));

        Files.writeString(secretFile, TestProvider.SECRET);

        assertThat(finish(IdTokenKind.DEVELOPER)).isInstanceOf(LoginResult.LoggedIn.class);
    }

    @Test
    void a_secret_that_is_away_is_told_to_the_operator_and_to_nobody_else() throws Exception {
        String code = code(IdTokenKind.DEVELOPER);
        Files.delete(secretFile);

        assertThat(login.finish(code, issuer(), SECRETS))
                .isInstanceOfSatisfying(
                        LoginResult.Unusable.class,
                        unusable -> assertThat(unusable.detail())
                                .contains("client-secret-file")
                                .doesNotContain(secretFile.toString()));
        assertThat(provider.requests).doesNotContain("/token");
    }

    @Test
    void keys_that_nobody_knows_are_not_asked_for_without_end() throws Exception {
        for (int i = 0; i < 12; i++) {
            assertThat(finish(IdTokenKind.UNKNOWN_KEY)).isNotInstanceOf(LoginResult.LoggedIn.class);
        }

        assertThat(provider.requests.stream().filter("/keys"::equals).count()).isBetween(1L, 6L);
        assertThat(finish(IdTokenKind.DEVELOPER))
                .as("keys that are known are still good")
                .isInstanceOf(LoginResult.LoggedIn.class);
    }

    @Test
    void without_the_provider_nobody_is_sent_anywhere_and_it_is_left_alone_for_a_moment() {
        provider.close();

        assertThat(login.begin(SECRETS)).isEmpty();
        assertThat(login.finish("code", issuer(), SECRETS)).isEqualTo(new LoginResult.Away());
        assertThat(login.logout()).isEmpty();
    }

    @Test
    void a_provider_that_says_it_is_another_one_is_not_believed() {
        ProviderLogin other = at(URI.create(provider.issuer().toString().replace("127.0.0.1", "localhost")));

        assertThat(other.begin(SECRETS)).isEmpty();
    }

    @Test
    void a_logout_leads_to_the_provider_and_back_without_any_token() {
        URI to = login.logout().orElseThrow();

        assertThat(to.toString()).startsWith(provider.issuer() + "/logout?");
        assertThat(URLUtils.parseParameters(to.getRawQuery()))
                .containsOnly(
                        Map.entry("client_id", List.of("patchline")),
                        Map.entry("post_logout_redirect_uri", List.of("https://patchline.example/console/")));
    }

    private Optional<String> issuer() {
        return Optional.of(provider.issuer().toString());
    }

    private LoginResult finish(IdTokenKind kind) throws IOException, InterruptedException {
        return login.finish(code(kind), issuer(), SECRETS);
    }

    /** What the browser brings back. */
    private String code(IdTokenKind kind) throws IOException, InterruptedException {
        URI to = URI.create(login.begin(SECRETS).orElseThrow() + "&as=" + kind);
        try (HttpClient browser = HttpClient.newHttpClient()) {
            String back = browser.send(HttpRequest.newBuilder(to).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            Map<String, List<String>> answer =
                    URLUtils.parseParameters(URI.create(back).getRawQuery());
            assertThat(answer).containsEntry("state", List.of(SECRETS.state()));
            return answer.getOrDefault("code", List.of("none")).getFirst();
        }
    }
}
