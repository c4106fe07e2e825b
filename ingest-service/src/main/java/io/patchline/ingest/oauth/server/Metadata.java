package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minidev.json.JSONObject;

/** What clients find out about the resource and the authorization server. */
public final class Metadata {
    private Metadata() {}

    /**
     * The protected resource. (Source: RFC 9728, 2.)
     *
     * @param issuer of the authorization server that gives out its tokens
     * @param scopes as they are asked for there
     */
    public static HTTPResponse ofResource(ServerAddress address, URI issuer, List<String> scopes) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("resource", address.resource().toString());
        json.put("authorization_servers", List.of(issuer.toString()));
        json.put("scopes_supported", scopes);
        json.put("bearer_methods_supported", List.of("header"));
        json.put("resource_name", "Patchline");
        return Responses.json(new JSONObject(json).toJSONString());
    }

    /** The embedded authorization server. (Source: RFC 8414, 2; RFC 9207, 3; draft-ietf-oauth-client-id-metadata-document, 5.) */
    public static HTTPResponse ofServer(ServerAddress address) {
        AuthorizationServerMetadata metadata = new AuthorizationServerMetadata(new Issuer(address.issuer()));
        metadata.setAuthorizationEndpointURI(address.endpoint("authorize"));
        metadata.setTokenEndpointURI(address.endpoint("token"));
        metadata.setRegistrationEndpointURI(address.endpoint("register"));
        metadata.setRevocationEndpointURI(address.endpoint("revoke"));
        metadata.setScopes(new Scope(GrantScopes.ALL.toArray(String[]::new)));
        metadata.setResponseTypes(List.of(ResponseType.CODE));
        metadata.setResponseModes(List.of(ResponseMode.QUERY));
        metadata.setGrantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
        metadata.setCodeChallengeMethods(List.of(CodeChallengeMethod.S256));
        metadata.setTokenEndpointAuthMethods(List.of(ClientAuthenticationMethod.NONE));
        metadata.setRevocationEndpointAuthMethods(List.of(ClientAuthenticationMethod.NONE));
        metadata.setSupportsAuthorizationResponseIssuerParam(true);
        metadata.setSupportsRequestParam(false);
        metadata.setSupportsRequestURIParam(false);
        metadata.setCustomParameter("client_id_metadata_document_supported", true);
        return Responses.json(metadata.toJSONObject().toJSONString());
    }
}
