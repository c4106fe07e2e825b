package io.patchline.ingest.oauth;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests and answers as the library has them. */
final class NimbusMessages {
    /** What endpoints look at. */
    private static final List<String> HEADERS =
            List.of("Content-Type", "Authorization", "Cookie", "Origin", "Sec-Fetch-Site");

    private NimbusMessages() {}

    /**
     * @throws IllegalArgumentException if the address or a header cannot be read
     */
    static HTTPRequest request(RoutingContext context, InetAddress address, Buffer body) {
        String query = context.request().query();
        // The library wants an absolute address; no endpoint looks at the host, which the client chooses.
        URI uri = URI.create("http://localhost" + context.normalizedPath() + (query == null ? "" : "?" + query));
        HTTPRequest request = new HTTPRequest(
                HTTPRequest.Method.valueOf(context.request().method().name()), uri);
        for (String header : HEADERS) {
            List<String> values = context.request().headers().getAll(header);
            if (!values.isEmpty()) {
                request.setHeader(header, values.toArray(String[]::new));
            }
        }
        request.setClientIPAddress(address.getHostAddress());
        request.setBody(body.toString(StandardCharsets.UTF_8));
        return request;
    }

    static void write(HTTPResponse from, RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(from.getStatusCode());
        from.getHeaderMap().forEach((name, values) -> response.putHeader(name, values));
        response.end(from.getBody() == null ? "" : from.getBody());
    }
}
