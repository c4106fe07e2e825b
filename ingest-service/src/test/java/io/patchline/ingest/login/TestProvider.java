package io.patchline.ingest.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * An identity provider on loopback, as strict as the standard wants it: redirect URIs by the letter, PKCE, a client with a secret, codes that are good once. Whoever {@code as} names at its authorization endpoint logs in;
 * what it says of them is by {@link IdTokenKind}.
 */
public final class TestProvider implements AutoCloseable {
    public static final String CLIENT = "patchline";
    public static final String SECRET = "s3cret of+the/client";

    /** Every request that came, as its path. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final ConcurrentMap<String, Map<String, List<String>>> codes = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final IdTokenMaker tokens;

    public TestProvider() throws IOException, JOSEException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        tokens = new IdTokenMaker(issuer().toString());
        server.createContext("/", this::answer);
        server.start();
    }

    public URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    IdTokenMaker tokens() {
        return tokens;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            switch (path) {
                case "/.well-known/openid-configuration" -> send(exchange, 200, metadata());
                case "/keys" -> send(exchange, 200, new JWKSet(tokens.published()).toString());
                case "/authorize" -> authorize(exchange);
                case "/token" -> token(exchange);
                default -> send(exchange, 404, "{}");
            }
        }
    }

    private String metadata() {
        return """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys","end_session_endpoint":"%1$s/logout","response_types_supported":["code"],
                "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["ES256"],"authorization_response_iss_parameter_supported":true}""".formatted(issuer());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, List<String>> query =
                URLUtils.parseParameters(exchange.getRequestURI().getRawQuery());
        String back = one(query, "redirect_uri");
        boolean right = one(query, "client_id").equals(CLIENT)
                && one(query, "response_type").equals("code")
                && one(query, "code_challenge_method").equals("S256")
                && List.of(one(query, "scope").split(" ", -1)).contains("openid")
                && back.endsWith("/console/login/callback");
        if (!right) {
            send(exchange, 400, "{}");
            return;
        }
        String answer = "?state=" + one(query, "state") + "&iss=" + issuer();
        if (query.containsKey("as")) {
            String code = UUID.randomUUID().toString();
            codes.put(code, query);
            answer += "&code=" + code;
        } else {
            answer += "&error=access_denied";
        }
        exchange.getResponseHeaders().set("Location", back + answer);
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, List<String>> form =
                URLUtils.parseParameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        Map<String, List<String>> login = codes.remove(one(form, "code"));
        if (login == null
                || !one(login, "redirect_uri").equals(one(form, "redirect_uri"))
                || !one(login, "code_challenge").equals(challenge(one(form, "code_verifier")))) {
            send(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        give(exchange, IdTokenKind.of(one(login, "as")), one(login, "nonce"));
    }

    private void give(HttpExchange exchange, IdTokenKind kind, String nonce) throws IOException {
        switch (kind) {
            case SLOW -> await();
            case REDIRECTED -> exchange.getResponseHeaders().set("Location", issuer() + "/elsewhere");
            default -> {}
        }
        String padding = kind == IdTokenKind.HUGE ? "x".repeat(1 << 20) : "";
        int status = switch (kind) {
            case REDIRECTED -> 307;
            case BROKEN -> 503;
            default -> 200;
        };
        String idToken = kind == IdTokenKind.ABSENT ? "" : ",\"id_token\":\"" + tokens.make(kind, nonce) + "\"";
        send(
                exchange,
                status,
                "{\"access_token\":\"secret-access\",\"token_type\":\"Bearer\",\"padding\":\"" + padding + "\""
                        + idToken + "}");
    }

    /** Until the test is over: it is the other side that has to give up. */
    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String one(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of("")).getFirst();
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
