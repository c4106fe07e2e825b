package io.patchline.cli.http;

import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Requests to one ingest service. Nothing is followed: an API that redirects is not ours. */
public final class ApiClient {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    /** Longer than the longest wait of the API, 40 s. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    static final String USER_AGENT = "patchline-cli";

    private final Target target;
    private final ReadRetry retry;

    /** A client that waits for nothing. */
    public ApiClient(Target target) {
        this(target, ReadRetry.none());
    }

    /**
     * @param retry of its GETs
     */
    public ApiClient(Target target, ReadRetry retry) {
        this.target = target;
        this.retry = retry;
    }

    /** Made when it is needed: a command that only reads does without. One for the process, as all of its settings are the same. */
    private static final class Http {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_WITHIN)
                .build();

        private Http() {}
    }

    public Target target() {
        return target;
    }

    /**
     * A GET of a path of the API, again where the service asks for it and its time is not over.
     *
     * @throws CommandException if nobody answers
     */
    public Answer get(String path) {
        return retry.ask(() -> getOnce(path));
    }

    /** The same, for who has a time of his own to wait. */
    public Answer getOnce(String path) {
        try {
            return PlainGet.of(target, path, CONNECT_WITHIN, ANSWER_WITHIN);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** A request with a body of JSON, or without one. */
    public Answer send(String method, String path, Optional<byte[]> json, Map<String, String> headers) {
        HttpRequest.Builder request = request(path)
                .timeout(ANSWER_WITHIN)
                .method(
                        method,
                        json.map(HttpRequest.BodyPublishers::ofByteArray)
                                .orElseGet(HttpRequest.BodyPublishers::noBody));
        if (!method.equals("GET")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        HttpResponse<byte[]> response = await(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** A response whose body is read as it comes; the reader closes it. */
    HttpResponse<InputStream> open(String path, Optional<String> lastEventId) {
        HttpRequest.Builder request = request(path).timeout(ANSWER_WITHIN).header("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        return await(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** A text as one segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.at(path)).header("User-Agent", USER_AGENT);
        target.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private <T> HttpResponse<T> await(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return Http.CLIENT.send(request, handler);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.OTHER, "interrupted", "Interrupted.");
        }
    }

    private CommandException unreachable(IOException e) {
        return new CommandException(
                ExitCode.UNREACHABLE,
                "unreachable",
                "Nobody answers at " + target.url() + ": " + reason(e)
                        + ". Check the address (--url, PATCHLINE_URL, or `patchline context list`); `patchline doctor` looks at each link.");
    }

    private static String reason(IOException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (e instanceof HttpTimeoutException || e instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        if (e instanceof SSLException) {
            return "TLS failed (" + cause.getMessage() + ")";
        }
        if (cause instanceof java.nio.channels.UnresolvedAddressException || cause instanceof UnknownHostException) {
            return "the host's name is not known";
        }
        if (e instanceof ConnectException
                && (cause.getMessage() == null || cause.getMessage().equals("Connection refused"))) {
            return "the connection is refused";
        }
        return String.valueOf(cause.getMessage());
    }
}
