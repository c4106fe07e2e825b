package io.patchline.ingest.callbacks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a callback to the very address that was checked, with the host's name in the Host header, in TLS's server name and in the check of
 * its certificate. Follows no redirects, keeps no connection, and never reads a body. Safe for use by several threads.
 */
final class CallbackClient {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int MOST_CONNECTIONS = 1024;
    private static final int LARGEST_HEADERS = 16 * 1024;

    private final HttpClient http;
    private final Duration timeout;
    private final Clock clock;

    /**
     * @param options what is special of TLS; the rest is set here
     * @param timeout for the whole exchange
     */
    CallbackClient(Vertx vertx, HttpClientOptions options, Duration timeout, Clock clock) {
        this.http = vertx.createHttpClient(options.setKeepAlive(false)
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setMaxRedirects(0)
                .setVerifyHost(true)
                .setForceSni(true)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setConnectTimeout((int) timeout.toMillis()));
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Posts and waits for the answer's head; called on a thread that may block. */
    DeliveryResponse post(Destination.Reachable destination, Map<String, String> headers, byte[] body)
            throws InterruptedException {
        CompletableFuture<HttpClientRequest> request =
                http.request(options(destination)).toCompletionStage().toCompletableFuture();
        try {
            return request.thenCompose(opened -> send(opened, headers, body))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return DeliveryResponse.NotTaken.because("no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            return DeliveryResponse.NotTaken.because(reason(e));
        } finally {
            CompletableFuture<Void> unused = request.thenAccept(CallbackClient::hangUp);
        }
    }

    /** Also when the connection comes up after nobody waits for it any more. */
    private static void hangUp(HttpClientRequest request) {
        request.reset();
        request.connection().close();
    }

    private static RequestOptions options(Destination.Reachable destination) {
        URI uri = destination.url().uri();
        boolean tls = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() < 0 ? (tls ? HTTPS : HTTP) : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(destination.address(), port)))
                .setHost(uri.getHost())
                .setPort(port)
                .setSsl(tls)
                .setMethod(HttpMethod.POST)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private CompletableFuture<DeliveryResponse> send(
            HttpClientRequest request, Map<String, String> headers, byte[] body) {
        headers.forEach(request::putHeader);
        return request.send(Buffer.buffer(body))
                .map(this::answer)
                .toCompletionStage()
                .toCompletableFuture();
    }

    private DeliveryResponse answer(HttpClientResponse response) {
        response.exceptionHandler(hungUp -> {});
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new DeliveryResponse.Taken();
        }
        return status == 410
                ? new DeliveryResponse.Gone()
                : new DeliveryResponse.NotTaken(
                        "status " + status, RetryAfter.parse(response.getHeader("Retry-After"), clock.instant()));
    }

    /** The kind of the failure only: its message could hold what a receiver wrote. */
    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return "no answer (" + cause.getClass().getSimpleName() + ")";
    }
}
