package io.patchline.ingest.callbacks;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Connects to the very address that was checked, with the host's name in the Host header, in TLS's server name and in the check of
 * its certificate. Follows no redirects and keeps no connection. Safe for use by several threads.
 */
final class OutboundConnection {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int MOST_CONNECTIONS = 1024;
    private static final int LARGEST_HEADERS = 16 * 1024;

    private final HttpClient http;
    private final Duration timeout;

    /**
     * @param options what is special of TLS; the rest is set here
     * @param timeout for a whole exchange
     */
    OutboundConnection(Vertx vertx, HttpClientOptions options, Duration timeout) {
        this.http = vertx.createHttpClient(options.setKeepAlive(false)
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setMaxRedirects(0)
                .setVerifyHost(true)
                .setForceSni(true)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setConnectTimeout((int) timeout.toMillis()));
        this.timeout = timeout;
    }

    /** There was no answer, or none that could be read to its end; the message says why, without anything that the receiver wrote. */
    static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1;

        NoAnswerException(String why) {
            super(why);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * One exchange; called on a thread that may block. The connection is closed when this returns.
     *
     * @param exchange sends the request and reads of the answer what is wanted
     * @throws NoAnswerException if that fails or is not over in time
     */
    <T> T exchange(
            Destination.Reachable destination,
            HttpMethod method,
            Function<HttpClientRequest, CompletableFuture<T>> exchange)
            throws NoAnswerException, InterruptedException {
        CompletableFuture<HttpClientRequest> request =
                http.request(options(destination, method)).toCompletionStage().toCompletableFuture();
        try {
            return request.thenCompose(exchange).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NoAnswerException("no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new NoAnswerException(reason(e));
        } finally {
            CompletableFuture<Void> unused = request.thenAccept(OutboundConnection::hangUp);
        }
    }

    /** Also when the connection comes up after nobody waits for it any more. */
    private static void hangUp(HttpClientRequest request) {
        request.reset();
        request.connection().close();
    }

    private static RequestOptions options(Destination.Reachable destination, HttpMethod method) {
        URI uri = destination.url().uri();
        boolean tls = uri.getScheme().equalsIgnoreCase("https");
        int port = uri.getPort() < 0 ? (tls ? HTTPS : HTTP) : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(destination.address(), port)))
                .setHost(uri.getHost())
                .setPort(port)
                .setSsl(tls)
                .setMethod(method)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    /** The kind of the failure only: its message could hold what a receiver wrote. */
    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return "no answer (" + cause.getClass().getSimpleName() + ")";
    }
}
