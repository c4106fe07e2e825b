package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import io.patchline.ingest.oauth.client.Client;
import io.patchline.ingest.oauth.client.ClientRefusedException;
import io.patchline.ingest.oauth.client.Clients;
import io.patchline.ingest.oauth.grant.GrantsUnavailableException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks authorization requests. As long as it is not sure that client and redirect URI belong together, what is wrong is told to the person on a page and never
 * sent anywhere; from then on it is sent to the client. (Source: RFC 6749, 4.1.2.1.)
 */
final class AuthorizationCheck {
    private static final String CHALLENGE = "[A-Za-z0-9_-]{43}";

    private final Clients clients;
    private final ServerAddress address;

    AuthorizationCheck(Clients clients, ServerAddress address) {
        this.clients = clients;
        this.address = address;
    }

    /** What came of it. */
    sealed interface Result {
        record Asked(AskedGrant grant) implements Result {}

        /** Told to the person. */
        record Page(int status, String text) implements Result {}

        /** Told to the client. */
        record Redirect(URI to) implements Result {}
    }

    Result check(Form form) throws GrantsUnavailableException {
        Optional<String> repeated = form.repeated();
        if (repeated.isPresent()) {
            return page("The request has the parameter " + repeated.get() + " more than once.");
        }
        if (form.get("client_id").isEmpty() || form.get("redirect_uri").isEmpty()) {
            return page(
                    "The request names no client (client_id) or not where its answer is to be sent (redirect_uri).");
        }
        Client client;
        try {
            client = clients.find(form.get("client_id").orElseThrow());
        } catch (ClientRefusedException e) {
            return new Result.Page(e.isPassing() ? 503 : 400, e.why());
        }
        String redirectUri = form.get("redirect_uri").orElseThrow();
        return client.mayRedirectTo(redirectUri)
                ? check(form, client, URI.create(redirectUri))
                : page(
                        "The answer is to be sent to an address that this client has not registered. Somebody may be trying to get what is meant for the "
                                + "client: do not go on from where you came.");
    }

    private Result check(Form form, Client client, URI redirectUri) {
        @Nullable State state = form.get("state").map(State::new).orElse(null);
        AuthorizationRequest request;
        try {
            Optional<ErrorObject> unsupported = unsupported(form);
            if (unsupported.isPresent()) {
                return redirect(redirectUri, unsupported.get(), state);
            }
            request = AuthorizationRequest.parse(form.request());
        } catch (ParseException e) {
            ErrorObject error = e.getErrorObject() == null ? OAuth2Error.INVALID_REQUEST : e.getErrorObject();
            return redirect(redirectUri, error, state);
        }
        Optional<ErrorObject> refusal = refusal(request);
        if (refusal.isPresent()) {
            return redirect(redirectUri, refusal.get(), state);
        }
        Optional<Set<String>> scopes = GrantScopes.asked(request.getScope());
        return scopes.isEmpty()
                ? redirect(
                        redirectUri,
                        OAuth2Error.INVALID_SCOPE.setDescription(
                                "The scopes are " + String.join(", ", GrantScopes.ALL)),
                        state)
                : new Result.Asked(new AskedGrant(
                        client,
                        redirectUri,
                        state,
                        request.getCodeChallenge().getValue(),
                        scopes.get(),
                        form.request()));
    }

    private static Optional<ErrorObject> unsupported(Form form) {
        if (form.get("request").isPresent()) {
            return Optional.of(OAuth2Error.REQUEST_NOT_SUPPORTED);
        }
        return form.get("request_uri").map(uri -> OAuth2Error.REQUEST_URI_NOT_SUPPORTED);
    }

    private Optional<ErrorObject> refusal(AuthorizationRequest request) {
        if (!ResponseType.CODE.equals(request.getResponseType())) {
            return Optional.of(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE);
        }
        if (request.getResponseMode() != null && !ResponseMode.QUERY.equals(request.getResponseMode())) {
            return Optional.of(OAuth2Error.INVALID_REQUEST.setDescription("response_mode is query or absent"));
        }
        if (!CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())
                || request.getCodeChallenge() == null
                || !request.getCodeChallenge().getValue().matches(CHALLENGE)) {
            return Optional.of(OAuth2Error.INVALID_REQUEST.setDescription(
                    "PKCE is required: code_challenge with 43 characters and code_challenge_method=S256"));
        }
        if (request.getPrompt() != null && request.getPrompt().toStringList().contains("none")) {
            return Optional.of(new ErrorObject("interaction_required", "A person has to be asked each time"));
        }
        return isForUs(request.getResources()) ? Optional.empty() : Optional.of(target());
    }

    /** Whether the tokens are to be for what is guarded here; absent it can be nothing else. */
    private boolean isForUs(@Nullable List<URI> resources) {
        return resources == null || resources.stream().allMatch(address.resource()::equals);
    }

    private ErrorObject target() {
        return OAuth2Error.INVALID_TARGET.setDescription("The only resource here is " + address.resource());
    }

    private Result redirect(URI redirectUri, ErrorObject error, @Nullable State state) {
        return new Result.Redirect(new AuthorizationErrorResponse(
                        redirectUri, error, state, new Issuer(address.issuer()), ResponseMode.QUERY)
                .toURI());
    }

    private static Result page(String text) {
        return new Result.Page(400, text);
    }
}
