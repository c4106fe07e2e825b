package io.patchline.ingest.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minidev.json.JSONObject;

/** An OAuth client as it should be; tests change what it sends. */
final class TestClient {
    static final String REDIRECT = "https://client.example/callback";
    static final String DOCUMENT = "https://client.example/oauth/client.json";

    final String id;
    final CodeVerifier verifier = new CodeVerifier();

    TestClient(String id) {
        this.id = id;
    }

    /** Described by a document. */
    static TestClient described(OAuthSite site) {
        site.documents.put(DOCUMENT, """
                {"client_id":"%s","client_name":"Claude","redirect_uris":["%s","http://127.0.0.1/callback"],"token_endpoint_auth_method":"none"}""".formatted(DOCUMENT, REDIRECT));
        return new TestClient(DOCUMENT);
    }

    /** Registered by itself. */
    static TestClient registered(OAuthSite.Replica replica) {
        return new TestClient(
                String.valueOf(json(register(replica, """
                {"client_name":"Old client","redirect_uris":["%s"],"grant_types":["authorization_code","refresh_token"]}""".formatted(REDIRECT))).get("client_id")));
    }

    static HTTPResponse register(OAuthSite.Replica replica, String metadata) {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, URI.create(OAuthSite.BASE + "/oauth/register"));
        request.setHeader("Content-Type", "application/json");
        request.setBody(metadata);
        return replica.answer(request);
    }

    Map<String, List<String>> asks() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("response_type", List.of("code"));
        parameters.put("client_id", List.of(id));
        parameters.put("redirect_uri", List.of(REDIRECT));
        parameters.put("scope", List.of("read submit"));
        parameters.put("state", List.of("a state & more"));
        parameters.put(
                "code_challenge",
                List.of(CodeChallenge.compute(CodeChallengeMethod.S256, verifier)
                        .getValue()));
        parameters.put("code_challenge_method", List.of("S256"));
        parameters.put("resource", List.of(OAuthSite.BASE + "/mcp-oauth"));
        return parameters;
    }

    /** With some parameters changed; those without a value are left out. */
    Map<String, List<String>> asks(Map<String, List<String>> changes) {
        return changed(asks(), changes);
    }

    /** A person allows it what it asks for. */
    String code(OAuthSite.Replica replica) {
        return answer(Browser.at(replica, asks()).send(replica), "code");
    }

    Map<String, List<String>> redeems(String code) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        form.put("grant_type", List.of("authorization_code"));
        form.put("code", List.of(code));
        form.put("client_id", List.of(id));
        form.put("redirect_uri", List.of(REDIRECT));
        form.put("code_verifier", List.of(verifier.getValue()));
        form.put("resource", List.of(OAuthSite.BASE + "/mcp-oauth"));
        return form;
    }

    Map<String, List<String>> refreshes(String token) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        form.put("grant_type", List.of("refresh_token"));
        form.put("refresh_token", List.of(token));
        form.put("client_id", List.of(id));
        return form;
    }

    static Map<String, List<String>> changed(Map<String, List<String>> form, Map<String, List<String>> changes) {
        Map<String, List<String>> changed = new LinkedHashMap<>(form);
        changed.putAll(changes);
        changed.values().removeIf(List::isEmpty);
        return changed;
    }

    static HTTPResponse token(OAuthSite.Replica replica, Map<String, List<String>> form) {
        return replica.answer(Browser.post("/oauth/token", form, Map.of()));
    }

    HTTPResponse revokes(OAuthSite.Replica replica, String token) {
        return replica.answer(
                Browser.post("/oauth/revoke", Map.of("token", List.of(token), "client_id", List.of(id)), Map.of()));
    }

    /** A parameter of the answer that the browser carries to the client. */
    static String answer(HTTPResponse response, String name) {
        if (response.getLocation() == null) {
            throw new AssertionError(response.getStatusCode() + " " + response.getBody());
        }
        List<String> values =
                URLUtils.parseParameters(response.getLocation().getRawQuery()).get(name);
        return values == null ? "" : values.getFirst();
    }

    static JSONObject json(HTTPResponse response) {
        try {
            return response.getBodyAsJSONObject();
        } catch (ParseException e) {
            throw new AssertionError(response.getStatusCode() + " " + response.getBody(), e);
        }
    }
}
