package io.patchline.ingest.login;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.patchline.ingest.config.SafeAddress;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to the provider: over https, or http on this computer; none is redirected; each is over within a time, its answer has a size. Blocks, so it is called on
 * virtual threads. Safe for use by several threads.
 */
final class ProviderRequests implements ResourceRetriever {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
    private static final int LARGEST = 512 << 10;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(Objects.requireNonNullElse(ProxySelector.getDefault(), HttpClient.Builder.NO_PROXY))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final Duration within;

    /**
     * @param within how long the whole of a request may take, the answer's body included
     */
    ProviderRequests(Duration within) {
        this.within = within;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        HttpResponse<byte[]> response = exchange(request(URI.create(url.toString())));
        if (response.statusCode() != HTTPResponse.SC_OK) {
            throw new IOException("it answers with status " + response.statusCode());
        }
        return new Resource(
                new String(response.body(), StandardCharsets.UTF_8),
                response.headers().firstValue("Content-Type").orElse(null));
    }

    /** The answer, also where it is an error that is not the provider's own. */
    HTTPResponse send(HTTPRequest from) throws IOException {
        HttpRequest.Builder to =
                request(from.getURI()).POST(BodyPublishers.ofString(Objects.requireNonNullElse(from.getBody(), "")));
        for (Map.Entry<String, List<String>> header : from.getHeaderMap().entrySet()) {
            header.getValue().forEach(value -> to.header(header.getKey(), value));
        }
        HttpResponse<byte[]> response = exchange(to);
        if (response.statusCode() >= HTTPResponse.SC_SERVER_ERROR) {
            throw new IOException("it answers with status " + response.statusCode());
        }
        HTTPResponse answer = new HTTPResponse(response.statusCode());
        try {
            response.headers().firstValue("Content-Type").ifPresent(type -> answer.setHeader("Content-Type", type));
            answer.ensureEntityContentType();
        } catch (ParseException e) {
            throw new IOException("its answer has no media type", e);
        }
        answer.setBody(new String(response.body(), StandardCharsets.UTF_8));
        return answer;
    }

    private static HttpRequest.Builder request(URI uri) throws IOException {
        if (!SafeAddress.isSafe(uri)) {
            throw new IOException("an address of its metadata is not https");
        }
        return HttpRequest.newBuilder(uri).header("Accept", "application/json").header("User-Agent", "Patchline");
    }

    /** The client's own timeout ends with the headers; this one holds for the body, too. */
    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request.timeout(within).build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("it cannot be asked: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("it took longer than " + within.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the service is shutting down", e);
        } finally {
            answer.cancel(true);
        }
    }
}
