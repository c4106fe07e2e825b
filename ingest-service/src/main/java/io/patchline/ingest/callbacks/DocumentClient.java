package io.patchline.ingest.callbacks;

import io.patchline.patch.CallbackUrl;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Gets small JSON documents from addresses that strangers name, by the rules of callbacks: addresses of the public internet over https, and those that the
 * operator allows; no redirects; nothing beyond a few kilobytes and seconds. Safe for use by several threads.
 */
public final class DocumentClient {
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final CallbackResolver destinations;
    private final OutboundConnection connection;
    private final int largest;

    /**
     * @param allow networks that may be spoken to besides the public internet, also without TLS
     * @param largest bytes of a document
     */
    public DocumentClient(Vertx vertx, Set<String> allow, int largest) {
        this(vertx, new HttpClientOptions(), CallbackResolver.allowing(allow), largest);
    }

    DocumentClient(Vertx vertx, HttpClientOptions options, CallbackResolver destinations, int largest) {
        this.destinations = destinations;
        this.connection = new OutboundConnection(vertx, options, WITHIN);
        this.largest = largest;
    }

    /** Why there is no document; the message holds nothing that the other side wrote. */
    public static final class NoDocumentException extends Exception {
        private static final long serialVersionUID = 1;

        NoDocumentException(String why) {
            super(why);
        }

        public String why() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Gets it; called on a thread that may block, for 10 s at most.
     *
     * @throws NoDocumentException if the address may not be spoken to, or what answers is no JSON document within the bounds
     */
    public byte[] get(String url) throws NoDocumentException, InterruptedException {
        try {
            return switch (destinations.of(new CallbackUrl(url), 0)) {
                case Destination.Refused refused -> throw new NoDocumentException(refused.why());
                case Destination.Unknown unknown -> throw new NoDocumentException(unknown.why());
                case Destination.Reachable reachable -> get(reachable);
            };
        } catch (IllegalArgumentException e) {
            throw new NoDocumentException("the address cannot be used");
        }
    }

    private byte[] get(Destination.Reachable reachable) throws NoDocumentException, InterruptedException {
        Answer answer;
        try {
            answer = connection.exchange(reachable, HttpMethod.GET, this::send);
        } catch (OutboundConnection.NoAnswerException e) {
            throw new NoDocumentException(e.why());
        }
        return switch (answer) {
            case Answer.Document document -> document.bytes();
            case Answer.None none -> throw new NoDocumentException(none.why());
        };
    }

    private sealed interface Answer {
        record Document(byte[] bytes) implements Answer {}

        record None(String why) implements Answer {}
    }

    private CompletableFuture<Answer> send(HttpClientRequest request) {
        return request.putHeader("Accept", "application/json")
                .putHeader("User-Agent", "Patchline")
                .send()
                .toCompletionStage()
                .toCompletableFuture()
                .thenCompose(this::read);
    }

    private CompletableFuture<Answer> read(HttpClientResponse response) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        String type = Objects.requireNonNullElse(response.getHeader("Content-Type"), "")
                .toLowerCase(Locale.ROOT);
        if (response.statusCode() != OK) {
            answer.complete(new Answer.None("it answers with status " + response.statusCode()));
        } else if (!type.matches("application/([a-z0-9.-]+\\+)?json *(;.*)?")) {
            answer.complete(new Answer.None("what is there is not called application/json"));
        }
        Buffer body = Buffer.buffer();
        response.exceptionHandler(answer::completeExceptionally);
        response.handler(chunk -> {
            if (body.length() + chunk.length() > largest) {
                answer.complete(new Answer.None("it has more than " + largest + " bytes"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> answer.complete(new Answer.Document(body.getBytes())));
        return answer;
    }
}
