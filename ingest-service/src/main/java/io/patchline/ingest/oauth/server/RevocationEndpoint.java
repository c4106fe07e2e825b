package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.patchline.ingest.oauth.grant.Grant;
import io.patchline.ingest.oauth.grant.Grants;
import io.patchline.ingest.oauth.grant.GrantsUnavailableException;
import io.patchline.ingest.oauth.grant.TokenText;
import java.util.Optional;

/** A client gives back what it got: any token of a grant ends the grant. What is no token is none afterwards either, and answered alike. (Source: RFC 7009.) */
public final class RevocationEndpoint implements Endpoint {
    private final Grants grants;

    public RevocationEndpoint(Grants grants) {
        this.grants = grants;
    }

    @Override
    public HTTPResponse answer(HTTPRequest request) {
        TokenRevocationRequest asked;
        try {
            asked = TokenRevocationRequest.parse(request);
        } catch (ParseException e) {
            return Responses.error(OAuth2Error.INVALID_REQUEST, "Send a form with token and client_id.");
        }
        if (asked.getClientAuthentication() != null || asked.getClientID() == null) {
            return Responses.error(
                    OAuth2Error.INVALID_CLIENT, "Clients have no secret here: send client_id and no credentials.");
        }
        try {
            Optional<TokenText> token = TokenText.parse(asked.getToken().getValue());
            Optional<Grant> grant = token.isEmpty() ? Optional.empty() : grants.holderOf(token.get());
            if (grant.isEmpty()) {
                return Responses.unkept(HTTPResponse.SC_OK);
            }
            String client = asked.getClientID().getValue();
            if (!grant.get().consent().client().equals(client)) {
                return Responses.error(OAuth2Error.UNAUTHORIZED_CLIENT, "This token is another client's.");
            }
            boolean unused = grants.revoke(grant.get().consent().grant(), "client");
            return Responses.unkept(HTTPResponse.SC_OK);
        } catch (GrantsUnavailableException e) {
            return Responses.unavailable();
        }
    }
}
