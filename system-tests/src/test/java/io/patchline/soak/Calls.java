package io.patchline.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.message.MessageCodec;
import io.patchline.system.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Well-formed requests of somebody with a token. Safe for use by several threads. */
final class Calls {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServiceProcess ingest;
    private final String token;

    Calls(ServiceProcess ingest, String token) {
        this.ingest = ingest;
        this.token = token;
    }

    HttpResponse<String> submit(String body) throws IOException, InterruptedException {
        return http.send(
                to("/webhook")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = to(path);
        return http.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return MessageCodec.mapper().readTree(get(path).body());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(ingest.at(path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(60));
    }
}
