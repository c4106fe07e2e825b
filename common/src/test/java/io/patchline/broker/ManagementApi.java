package io.patchline.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** The few calls of the broker's HTTP API that tests need. */
record ManagementApi(URI url, String user, String password) {
    // The client's attempt to change to HTTP/2 makes RabbitMQ 3.10 hang up on a request with a body.
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    void createVirtualHost(String name) {
        call("PUT", "/api/vhosts/" + name, "{}");
        String everything = """
                {"configure": ".*", "write": ".*", "read": ".*"}""";
        call("PUT", "/api/permissions/" + name + "/" + URLEncoder.encode(user, StandardCharsets.UTF_8), everything);
    }

    void deleteVirtualHost(String name) {
        call("DELETE", "/api/vhosts/" + name, "");
    }

    /** The answer's body. */
    String call(String method, String path, String body) {
        BodyPublisher content = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .method(method, content)
                .header("Authorization", "Basic " + credentials())
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException("no management API at " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the management API was called", e);
        }
    }

    private String credentials() {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
