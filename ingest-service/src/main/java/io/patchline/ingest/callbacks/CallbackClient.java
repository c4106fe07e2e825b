package io.patchline.ingest.callbacks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Posts callbacks. Never reads a body. Safe for use by several threads. */
final class CallbackClient {
    private final OutboundConnection connection;
    private final Clock clock;

    /**
     * @param options what is special of TLS
     * @param timeout for the whole exchange
     */
    CallbackClient(Vertx vertx, HttpClientOptions options, Duration timeout, Clock clock) {
        this.connection = new OutboundConnection(vertx, options, timeout);
        this.clock = clock;
    }

    /** Posts and waits for the answer's head; called on a thread that may block. */
    DeliveryResponse post(Destination.Reachable destination, Map<String, String> headers, byte[] body)
            throws InterruptedException {
        try {
            return connection.exchange(destination, HttpMethod.POST, request -> send(request, headers, body));
        } catch (OutboundConnection.NoAnswerException e) {
            return DeliveryResponse.NotTaken.because(e.why());
        }
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
}
