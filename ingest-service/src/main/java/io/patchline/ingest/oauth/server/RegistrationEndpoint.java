package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.patchline.ingest.oauth.client.Client;
import io.patchline.ingest.oauth.client.Registrations;
import io.patchline.ingest.oauth.grant.GrantsUnavailableException;
import java.util.List;
import net.minidev.json.JSONObject;

/** Registers clients that have no document of their own. (Source: RFC 7591.) */
public final class RegistrationEndpoint implements Endpoint {
    private static final int CREATED = 201;

    private final Registrations registrations;

    public RegistrationEndpoint(Registrations registrations) {
        this.registrations = registrations;
    }

    @Override
    public HTTPResponse answer(HTTPRequest request) {
        try {
            return switch (registrations.register(request.getBodyAsJSONObject())) {
                case Registrations.Result.Registered registered -> registered(registered.client());
                case Registrations.Result.Refused refused -> refused.error().toHTTPResponse();
            };
        } catch (ParseException e) {
            return RegistrationError.INVALID_CLIENT_METADATA
                    .setDescription("Send a JSON object with Content-Type: application/json.")
                    .toHTTPResponse();
        } catch (GrantsUnavailableException e) {
            return Responses.unavailable();
        }
    }

    /** What was asked for otherwise is not kept; the answer says what holds. */
    private static HTTPResponse registered(Client client) {
        JSONObject json = new JSONObject();
        json.put("client_id", client.id());
        if (!client.name().isEmpty()) {
            json.put("client_name", client.name());
        }
        json.put("redirect_uris", client.redirectUris());
        json.put("grant_types", List.of("authorization_code", "refresh_token"));
        json.put("response_types", List.of("code"));
        json.put("token_endpoint_auth_method", "none");
        HTTPResponse response = Responses.unkept(CREATED);
        response.setHeader("Content-Type", "application/json");
        response.setBody(json.toJSONString());
        return response;
    }
}
