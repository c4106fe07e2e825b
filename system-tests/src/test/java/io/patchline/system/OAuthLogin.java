package io.patchline.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.patch.Digest;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An OAuth client and its person's browser, at one replica, as plain HTTP. */
record OAuthLogin(HttpClient http, ServiceProcess service) {
    static final String BASE = "https://patchline.example";
    private static final String REDIRECT = "https://client.example/callback";
    private static final String VERIFIER = "verifier-verifier-verifier-verifier-verifier";
    private static final String FORM = "application/x-www-form-urlencoded";

    String register() {
        HttpResponse<String> answer = post(
                "/oauth/register",
                "application/json",
                "{\"client_name\":\"IT\",\"redirect_uris\":[\"" + REDIRECT + "\"]}");
        return Pipeline.json(answer).get("client_id").asText();
    }

    /** The consent page. */
    HttpResponse<String> page(String client, String scope) {
        return get("/oauth/authorize?" + form(asks(client, scope)));
    }

    /** A person allows what is asked for. Returns the code. */
    String allow(String client, String scope) {
        String cookie = page(client, scope)
                .headers()
                .firstValue("Set-Cookie")
                .map(header -> header.split(";", 2)[0])
                .orElseThrow(() -> new AssertionError("no page is shown"));
        Map<String, String> fields = asks(client, scope);
        fields.put("consent_csrf", cookie.substring(cookie.indexOf('=') + 1));
        fields.put("consent_token", Pipeline.TOKEN);
        fields.put("consent_decision", "allow");
        String scopes = Arrays.stream(scope.split(" "))
                .map(one -> "&consent_scope=" + one)
                .collect(Collectors.joining());
        HttpResponse<String> answer = send(request("/oauth/authorize")
                .header("Cookie", cookie)
                .header("Origin", BASE)
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(form(fields) + scopes)));
        String location = answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
        return Arrays.stream(URI.create(location).getRawQuery().split("&"))
                .filter(parameter -> parameter.startsWith("code="))
                .map(parameter -> URLDecoder.decode(parameter.substring("code=".length()), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new AssertionError(location));
    }

    JsonNode redeem(String client, String code) {
        return token(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "client_id", client,
                "redirect_uri", REDIRECT,
                "code_verifier", VERIFIER,
                "resource", BASE + "/mcp-oauth"));
    }

    JsonNode refresh(String client, JsonNode tokens) {
        return token(Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                tokens.get("refresh_token").asText(),
                "client_id",
                client));
    }

    private JsonNode token(Map<String, String> fields) {
        return Pipeline.json(post("/oauth/token", FORM, form(fields)));
    }

    /** The tools, asked for with this token or none. */
    HttpResponse<String> mcp(String path, String token) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2025-11-25")
                .POST(BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}"));
        return send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String type, String body) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private static Map<String, String> asks(String client, String scope) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("response_type", "code");
        fields.put("client_id", client);
        fields.put("redirect_uri", REDIRECT);
        fields.put("scope", scope);
        fields.put("state", "s");
        fields.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(Digest.sha256(VERIFIER)));
        fields.put("code_challenge_method", "S256");
        fields.put("resource", BASE + "/mcp-oauth");
        return fields;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.at(path)).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return Http.send(http, request.build());
    }
}
