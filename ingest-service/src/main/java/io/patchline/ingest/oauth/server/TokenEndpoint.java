package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import io.patchline.ingest.oauth.grant.Grant;
import io.patchline.ingest.oauth.grant.Grants;
import io.patchline.ingest.oauth.grant.GrantsUnavailableException;
import io.patchline.ingest.oauth.grant.TokenText;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives tokens for a code, and new ones for a refresh token. Clients have no secret: what they show is the code with PKCE's verifier, or the refresh token. */
public final class TokenEndpoint implements Endpoint {
    private static final String AGAIN = "Begin again with an authorization request.";

    private final Grants grants;
    private final Persons persons;
    private final ServerAddress address;

    public TokenEndpoint(Grants grants, Persons persons, ServerAddress address) {
        this.grants = grants;
        this.persons = persons;
        this.address = address;
    }

    @Override
    public HTTPResponse answer(HTTPRequest request) {
        TokenRequest asked;
        try {
            asked = TokenRequest.parse(request);
        } catch (ParseException e) {
            return new TokenErrorResponse(e.getErrorObject() == null ? OAuth2Error.INVALID_REQUEST : e.getErrorObject())
                    .toHTTPResponse();
        }
        if (asked.getClientAuthentication() != null || asked.getClientID() == null) {
            return Responses.error(
                    OAuth2Error.INVALID_CLIENT,
                    "Clients have no secret here: send client_id and no credentials, as token_endpoint_auth_method=none says.");
        }
        if (!isForUs(asked.getResources())) {
            return Responses.error(OAuth2Error.INVALID_TARGET, "The only resource here is " + address.resource() + ".");
        }
        return granted(asked);
    }

    private HTTPResponse granted(TokenRequest asked) {
        AuthorizationGrant shown = asked.getAuthorizationGrant();
        String client = asked.getClientID().getValue();
        try {
            return switch (shown) {
                case AuthorizationCodeGrant code -> redeem(code, client);
                case RefreshTokenGrant refresh -> refresh(refresh, client, asked.getScope());
                default ->
                    Responses.error(OAuth2Error.UNSUPPORTED_GRANT_TYPE, "Send authorization_code or refresh_token.");
            };
        } catch (GrantsUnavailableException e) {
            return Responses.unavailable();
        }
    }

    private HTTPResponse redeem(AuthorizationCodeGrant shown, String client) throws GrantsUnavailableException {
        Optional<Grant> grant =
                grantOf(TokenText.Kind.CODE, shown.getAuthorizationCode().getValue(), client);
        if (grant.isEmpty() || !isRight(shown, grant.get())) {
            return invalid(
                    "The code is not good: wrong, older than a minute, another client's, or its verifier or redirect URI is another. "
                            + AGAIN);
        }
        return grants.redeem(grant.get())
                .map(TokenEndpoint::tokens)
                .orElseGet(() ->
                        invalid("The code was used before, so everything that was given for it is revoked. " + AGAIN));
    }

    private static boolean isRight(AuthorizationCodeGrant shown, Grant grant) {
        URI redirectUri = shown.getRedirectionURI();
        return shown.getCodeVerifier() != null
                && CodeChallenge.compute(CodeChallengeMethod.S256, shown.getCodeVerifier())
                        .getValue()
                        .equals(grant.consent().challenge())
                && (redirectUri == null
                        || redirectUri.toString().equals(grant.consent().redirectUri()));
    }

    private HTTPResponse refresh(RefreshTokenGrant shown, String client, @Nullable Scope scope)
            throws GrantsUnavailableException {
        String text = shown.getRefreshToken().getValue();
        Optional<Grant> grant = grantOf(TokenText.Kind.REFRESH, text, client);
        if (grant.isEmpty()) {
            return invalid("The refresh token is not good: wrong, revoked, too old or another client's. " + AGAIN);
        }
        Set<String> scopes = grant.get().consent().scopes();
        if (scope != null) {
            Optional<Set<String>> asked = GrantScopes.asked(scope);
            if (asked.isEmpty() || !scopes.containsAll(asked.get())) {
                return Responses.error(
                        OAuth2Error.INVALID_SCOPE,
                        "Of this grant there are the scopes " + String.join(" ", scopes) + ".");
            }
            scopes = asked.get();
        }
        return grants.refresh(grant.get(), TokenText.parse(text).orElseThrow(), scopes)
                .map(TokenEndpoint::tokens)
                .orElseGet(() -> invalid(
                        "The refresh token was used before, so everything that was given for it is revoked. " + AGAIN));
    }

    /** The grant that the text is of, if it is this client's and the person still has the token that was shown for it. */
    private Optional<Grant> grantOf(TokenText.Kind kind, String text, String client) throws GrantsUnavailableException {
        Optional<TokenText> token = TokenText.parse(kind, text);
        return token.isEmpty()
                ? Optional.empty()
                : grants.holderOf(token.get())
                        .filter(grant -> grant.consent().client().equals(client))
                        .filter(grant -> persons.holderOf(
                                        grant.consent().person(),
                                        grant.consent().binding())
                                .isPresent());
    }

    private boolean isForUs(@Nullable List<URI> resources) {
        return resources == null || resources.stream().allMatch(address.resource()::equals);
    }

    private static HTTPResponse tokens(Grants.Tokens tokens) {
        BearerAccessToken access = new BearerAccessToken(
                tokens.access(),
                tokens.lifetime().toSeconds(),
                new Scope(tokens.scopes().stream().sorted().toArray(String[]::new)));
        return new AccessTokenResponse(
                        new com.nimbusds.oauth2.sdk.token.Tokens(access, new RefreshToken(tokens.refresh())))
                .toHTTPResponse();
    }

    private static HTTPResponse invalid(String why) {
        return Responses.error(OAuth2Error.INVALID_GRANT, why);
    }
}
