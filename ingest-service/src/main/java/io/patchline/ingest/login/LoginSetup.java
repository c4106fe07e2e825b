package io.patchline.ingest.login;

import io.patchline.ingest.access.Scope;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.LoginConfig;
import io.patchline.ingest.config.SafeAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the configuration says of logins by an identity provider, checked.
 *
 * @param issuer the provider, as its metadata name it
 * @param base as browsers see this service; no slash at the end
 * @param name what the button calls the provider
 * @param ask scopes of the provider's, {@code openid} first
 * @param rules which scopes of ours somebody gets
 */
public record LoginSetup(
        URI issuer, URI base, String name, String clientId, Path secretFile, List<String> ask, PersonRules rules) {
    /** Where a login begins. */
    public static final String BEGIN_PATH = "/console/login/provider";

    /** Where the provider sends the browser back to. */
    public static final String CALLBACK_PATH = "/console/login/callback";

    private static final String KEY = "patchline.console.login.";
    private static final Set<String> SCOPES = Set.of(Scope.SUBMIT, Scope.READ, Scope.OPERATE, Scope.REVIEW);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public LoginSetup {
        ask = List.copyOf(ask);
    }

    /** Exactly what is registered at the provider. (Source: OpenID Connect Core 3.1.2.1; RFC 9700, 2.1.) */
    public URI redirectUri() {
        return base.resolve(CALLBACK_PATH);
    }

    /** Where the login page's button leads. Always by the public address, to which the browser comes back, and where the cookie is. */
    public URI beginUri() {
        return base.resolve(BEGIN_PATH);
    }

    /** Where the provider sends the browser after a logout there. */
    public URI afterLogout() {
        return base.resolve("/console/");
    }

    /** Whether browsers speak TLS to this service. */
    public boolean isTls() {
        return "https".equals(base.getScheme());
    }

    /**
     * Empty where nobody logs in so.
     *
     * @throws IllegalArgumentException if the configuration cannot be used; the message says what to do
     */
    public static Optional<LoginSetup> of(IngestConfig config) {
        LoginConfig login = config.console().login();
        if (login.issuer().isEmpty()) {
            if (login.clientId().isPresent()
                    || login.clientSecretFile().isPresent()
                    || !login.groups().isEmpty()) {
                throw new IllegalArgumentException("A login by an identity provider needs " + KEY
                        + "issuer: the https address that the provider's metadata call issuer.");
            }
            return Optional.empty();
        }
        URI issuer = SafeAddress.issuer(KEY + "issuer", login.issuer().get());
        checkOthers(config, login, issuer);
        String clientId = login.clientId().orElseThrow(() -> missing("client-id", "the id of this client"));
        Path file = login.clientSecretFile()
                .orElseThrow(() -> missing("client-secret-file", "a file that holds this client's secret"));
        secret(file);
        URI base = SafeAddress.base(config.http().publicUrl(), "A login by an identity provider");
        return Optional.of(new LoginSetup(
                issuer, base, login.name().orElse(issuer.getHost()), clientId, file, ask(login), rules(login)));
    }

    /** What the file holds now; it may be replaced at any time. */
    String secret() {
        return secret(secretFile);
    }

    private static String secret(Path file) {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    KEY + "client-secret-file " + file + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException(KEY + "client-secret-file " + file + " is empty.");
        }
        return text;
    }

    private static void checkOthers(IngestConfig config, LoginConfig login, URI issuer) {
        if (config.access().tokensFile().isEmpty()) {
            throw new IllegalArgumentException(
                    "A login by an identity provider needs patchline.access.tokens-file: without it everybody is let in anyway.");
        }
        // At /mcp-oauth a person has the same name; nobody may approve their own patch by coming in the other way.
        config.oauth().issuer().ifPresent(other -> {
            if (!other.equals(issuer) || !config.oauth().nameClaim().equals(login.nameClaim())) {
                throw new IllegalArgumentException("patchline.oauth and " + KEY
                        + "* name persons in one way: give both the same issuer and the same name-claim.");
            }
        });
        if (login.session().compareTo(SHORTEST) < 0 || login.session().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(KEY + "session is " + login.session()
                    + "; it has to be from 1m to 1h: who is locked out at the provider is in until it ends.");
        }
    }

    private static IllegalArgumentException missing(String key, String what) {
        return new IllegalArgumentException("A login by an identity provider needs " + KEY + key + ": " + what
                + ", as registered at the provider.");
    }

    private static List<String> ask(LoginConfig login) {
        List<String> ask = new ArrayList<>(List.of("openid"));
        login.ask().orElse(List.of()).stream()
                .filter(scope -> !ask.contains(scope))
                .forEach(ask::add);
        return ask;
    }

    private static PersonRules rules(LoginConfig login) {
        if (login.groups().isEmpty()) {
            throw new IllegalArgumentException("Nobody could log in by the identity provider: set " + KEY
                    + "groups.<scope> to those values of the claim " + login.groupClaim()
                    + " that give read, submit, operate or review.");
        }
        Map<String, Set<String>> groups = new TreeMap<>();
        login.groups().forEach((scope, values) -> {
            if (!SCOPES.contains(scope)) {
                throw new IllegalArgumentException(
                        KEY + "groups." + scope + " is the rule of no scope: there are read, submit, operate, review.");
            }
            groups.put(scope, Set.copyOf(values));
        });
        return new PersonRules(login.nameClaim(), login.groupClaim(), groups);
    }
}
