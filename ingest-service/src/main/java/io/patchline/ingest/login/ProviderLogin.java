package io.patchline.ingest.login;

import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.patchline.ingest.config.SafeAddress;
import io.patchline.ingest.login.ProviderDocuments.Known;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs persons in by an identity provider. Keeps nothing of a login: the browser does, so that it may end at another replica. Neither the code nor any token of the provider leaves this
 * class; all that is kept of them is who it was. Blocks for some seconds at most, so it is called on virtual threads. Safe for use by several threads.
 */
public final class ProviderLogin {
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ProviderLogin.class);

    private final LoginSetup setup;
    private final ProviderRequests requests;
    private final ProviderDocuments documents;
    private final IdTokens tokens;

    public ProviderLogin(LoginSetup setup, Clock clock) {
        this(setup, clock, WITHIN);
    }

    /**
     * @param within how long one request to the provider may take
     */
    ProviderLogin(LoginSetup setup, Clock clock, Duration within) {
        this.setup = setup;
        this.requests = new ProviderRequests(within);
        this.documents = new ProviderDocuments(setup.issuer(), requests, clock);
        this.tokens = new IdTokens(setup.issuer(), setup.clientId());
    }

    public LoginSetup setup() {
        return setup;
    }

    /**
     * What ties an answer of the provider to one login.
     *
     * @param verifier 43 characters and more of RFC 7636, 4.1
     */
    public record Secrets(String state, String nonce, String verifier) {}

    /** Where the browser goes to log in. Empty while the provider does not answer. */
    public Optional<URI> begin(Secrets secrets) {
        try {
            OIDCProviderMetadata metadata = documents.get().metadata();
            return Optional.of(new AuthenticationRequest.Builder(
                            ResponseType.CODE,
                            new Scope(setup.ask().toArray(String[]::new)),
                            new ClientID(setup.clientId()),
                            setup.redirectUri())
                    .endpointURI(metadata.getAuthorizationEndpointURI())
                    .state(new State(secrets.state()))
                    .nonce(new Nonce(secrets.nonce()))
                    .codeChallenge(new CodeVerifier(secrets.verifier()), CodeChallengeMethod.S256)
                    .build()
                    .toURI());
        } catch (IOException e) {
            away(e);
            return Optional.empty();
        }
    }

    /**
     * Who comes back with this code.
     *
     * @param issuer what the answer says of who sends it, if it does (RFC 9207)
     */
    public LoginResult finish(String code, Optional<String> issuer, Secrets secrets) {
        try {
            Known provider = documents.get();
            boolean isSaid = provider.metadata().supportsAuthorizationResponseIssuerParam();
            if (issuer.map(said -> !said.equals(setup.issuer().toString())).orElse(isSaid)) {
                return new LoginResult.Wrong("What came back is another provider's answer. Log in again.");
            }
            Optional<ClientAuthentication> client = authentication(provider.metadata());
            if (client.isEmpty()) {
                return new LoginResult.Unusable(
                        "This service cannot read the secret that it has at the identity provider. An operator looks at patchline.console.login.client-secret-file.");
            }
            URI endpoint = provider.metadata().getTokenEndpointURI();
            TokenResponse response = redeem(endpoint, client.get(), code, secrets.verifier());
            return response instanceof OIDCTokenResponse right
                    ? person(right, provider, secrets)
                    : refused((TokenErrorResponse) response);
        } catch (ParseException e) {
            // What stands behind the colon may repeat what was sent, and so a token.
            String cause = Objects.toString(e.getMessage(), "").split(":", 2)[0];
            LOG.atWarn().addKeyValue("cause", cause).log("The identity provider's answer cannot be read");
            return new LoginResult.Unusable(
                    "The identity provider answered with something that is no answer of OpenID Connect. An operator finds more in this service's log.");
        } catch (IOException e) {
            away(e);
            return new LoginResult.Away();
        }
    }

    /** Where the browser goes to log out at the provider, too; empty where it has no such address, or does not answer. (Source: OpenID Connect RP-Initiated Logout 1.0, 2.) */
    public Optional<URI> logout() {
        try {
            return Optional.ofNullable(documents.get().metadata().getEndSessionEndpointURI())
                    .filter(SafeAddress::isSafe)
                    .map(end -> new LogoutRequest(
                                    end, null, null, new ClientID(setup.clientId()), setup.afterLogout(), null, null)
                            .toURI());
        } catch (IOException e) {
            away(e);
            return Optional.empty();
        }
    }

    private TokenResponse redeem(URI endpoint, ClientAuthentication client, String code, String verifier)
            throws IOException, ParseException {
        TokenRequest request = new TokenRequest.Builder(
                        endpoint,
                        client,
                        new AuthorizationCodeGrant(
                                new AuthorizationCode(code), setup.redirectUri(), new CodeVerifier(verifier)))
                .build();
        return OIDCTokenResponseParser.parse(requests.send(request.toHTTPRequest()));
    }

    /** By the header, unless the provider takes the secret in the form only. (Source: OpenID Connect Discovery 1.0, 3: the header is the default.) */
    private Optional<ClientAuthentication> authentication(OIDCProviderMetadata metadata) {
        ClientID client = new ClientID(setup.clientId());
        Secret secret;
        try {
            secret = new Secret(setup.secret());
        } catch (IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .log("The secret of the identity provider's client is not there");
            return Optional.empty();
        }
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        boolean inForm = methods != null
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        return Optional.of(inForm ? new ClientSecretPost(client, secret) : new ClientSecretBasic(client, secret));
    }

    private LoginResult person(OIDCTokenResponse response, Known provider, Secrets secrets) throws IOException {
        JWT token = response.getOIDCTokens().getIDToken();
        if (token == null) {
            return new LoginResult.Unusable(
                    "The identity provider sent no ID token. An operator has it registered for OpenID Connect there.");
        }
        try {
            JWTClaimsSet claims = tokens.check(token, provider.keys(), secrets.nonce());
            LoginResult result = setup.rules().of(claims);
            log(result, ShownText.of(String.valueOf(claims.getSubject())));
            return result;
        } catch (BadJOSEException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("An ID token of the identity provider is refused");
            return new LoginResult.Wrong(
                    "The ID token that the identity provider sent is not to be believed: it is signed by somebody else, meant for somebody else, too old or of another login. Log in again; if it happens again, an operator finds more in this service's log.");
        }
    }

    private void log(LoginResult result, String subject) {
        if (result instanceof LoginResult.LoggedIn in) {
            LOG.atInfo()
                    .addKeyValue("by", in.person().name())
                    .addKeyValue("issuer", setup.issuer())
                    .addKeyValue("subject", subject)
                    .addKeyValue("scopes", in.person().scopes())
                    .log("A person whom the identity provider vouches for is let in");
        } else {
            LOG.atWarn()
                    .addKeyValue("issuer", setup.issuer())
                    .addKeyValue("subject", subject)
                    .addKeyValue("cause", result)
                    .log("A person whom the identity provider vouches for is not let in");
        }
    }

    private static LoginResult refused(TokenErrorResponse response) {
        String error = response.getErrorObject() == null
                ? "none"
                : String.valueOf(response.getErrorObject().getCode());
        LOG.atWarn().addKeyValue("error", ShownText.of(error)).log("The identity provider gives nothing for a code");
        if (error.equals(OAuth2Error.INVALID_GRANT.getCode())) {
            return new LoginResult.Wrong(
                    "The identity provider does not take what it sent back with you: it was used before, or is too old. Log in again.");
        }
        return error.equals(OAuth2Error.INVALID_CLIENT.getCode())
                ? new LoginResult.Unusable(
                        "The identity provider does not take this service for the client that it was registered as. An operator looks at patchline.console.login.client-id and .client-secret-file.")
                : new LoginResult.Unusable(
                        "The identity provider refused what this service asked it for. An operator finds its error in this service's log.");
    }

    private static void away(IOException e) {
        boolean strangers = e.getCause() instanceof RateLimitReachedException;
        (strangers ? LOG.atDebug() : LOG.atWarn())
                .addKeyValue("cause", e.getMessage())
                .log("The identity provider cannot be asked");
    }
}
