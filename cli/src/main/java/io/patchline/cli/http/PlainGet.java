package io.patchline.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GET by {@link HttpURLConnection}: for a command that asks once, {@code java.net.http} takes a fifth of its time and 10 MB to start (docs/cli.md). Nothing is
 * followed, and a GET may be asked again by the JDK when a connection ends before the answer.
 */
final class PlainGet {
    private PlainGet() {}

    /**
     * @throws IOException if nobody answers
     */
    static Answer of(Target target, String path, Duration connectWithin, Duration answerWithin) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) target.at(path).toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) connectWithin.toMillis());
        connection.setReadTimeout((int) answerWithin.toMillis());
        connection.setRequestProperty("Accept", "*/*");
        connection.setRequestProperty("User-Agent", ApiClient.USER_AGENT);
        target.token().ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
        try {
            int status = connection.getResponseCode();
            try (InputStream body = body(connection, status)) {
                return new Answer(status, headers(connection), body.readAllBytes());
            }
        } finally {
            connection.disconnect();
        }
    }

    private static InputStream body(HttpURLConnection connection, int status) throws IOException {
        if (status < 0) {
            throw new IOException("what answers does not speak HTTP");
        }
        return status < HttpURLConnection.HTTP_BAD_REQUEST
                ? connection.getInputStream()
                : Optional.ofNullable(connection.getErrorStream()).orElseGet(InputStream::nullInputStream);
    }

    /** The status line is among them, without a name. */
    private static HttpHeaders headers(HttpURLConnection connection) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                headers.put(name, values);
            }
        });
        return HttpHeaders.of(headers, (name, value) -> true);
    }
}
