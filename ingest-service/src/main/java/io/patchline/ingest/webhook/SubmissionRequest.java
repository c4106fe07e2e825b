package io.patchline.ingest.webhook;

import io.patchline.ingest.access.Caller;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.http.WaitPreference;
import io.patchline.outcome.ErrorCode;
import io.patchline.trace.TraceParent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A submission as it comes by HTTP.
 *
 * @param within how long the client waits for the outcome
 * @param key what the client says is one submission, however often it is sent
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
record SubmissionRequest(
        byte[] body,
        SubmissionQuery query,
        Optional<Duration> within,
        Optional<String> key,
        Optional<TraceParent> trace) {
    private static final int LONGEST_SHOWN = 40;

    /**
     * @param context of a request whose body is read
     * @throws ProblemException if it is not what it may be
     */
    static SubmissionRequest of(RoutingContext context, Caller submitter) {
        HttpServerRequest request = context.request();
        SubmissionQuery query = SubmissionQuery.of(parameters(context));
        requireReadable(request.getHeader("Content-Type"), request.getHeader("Content-Encoding"));
        MultiMap headers = request.headers();
        // What is signed has its key in what is signed.
        Optional<String> key = submitter.message().or(() -> IdempotencyKey.in(headers.getAll("Idempotency-Key")));
        Optional<Duration> within = query.waitFor().or(() -> WaitPreference.in(headers.getAll("Prefer")));
        Optional<TraceParent> trace =
                Optional.ofNullable(request.getHeader(TraceParent.HEADER)).flatMap(TraceParent::parse);
        Buffer body = context.body().buffer();
        return new SubmissionRequest(body == null ? new byte[0] : body.getBytes(), query, within, key, trace);
    }

    private static Map<String, List<String>> parameters(RoutingContext context) {
        if (context.request().query() == null) {
            return Map.of();
        }
        MultiMap query = context.queryParams();
        return query.names().stream().collect(Collectors.toMap(name -> name, query::getAll, (one, same) -> one));
    }

    private static void requireReadable(@Nullable String contentType, @Nullable String encoding) {
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            String named = encoding.replaceAll("[^\\w, -]", "?");
            throw new ProblemException(
                    ErrorCode.NOT_JSON,
                    "Content-Encoding "
                            + (named.length() > LONGEST_SHOWN ? named.substring(0, LONGEST_SHOWN) + "…" : named)
                            + " is not taken: nothing is unpacked here. Send the JSON as it is, without this header.");
        }
        if (!isJson(contentType)) {
            throw new ProblemException(
                    ErrorCode.NOT_JSON, "Send the patch as JSON, with the header Content-Type: application/json.");
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }
}
