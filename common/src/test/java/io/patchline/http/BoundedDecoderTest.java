package io.patchline.http;

import static io.patchline.http.BoundedDecoder.MOST_HEADERS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedDecoderTest {
    private static final String GET = "GET /a HTTP/1.1\r\n";
    private static final String CHUNKED = "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n";

    private final EmbeddedChannel channel = new EmbeddedChannel(new BoundedDecoder(
            new HttpServerOptions().setMaxHeaderSize(16 << 10).setMaxInitialLineLength(1 << 10)));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void as_many_headers_as_may_be_are_decoded_for_each_request() {
        String request = GET + "a:1\r\n".repeat(MOST_HEADERS) + "\r\n";
        List<HttpObject> decoded = decoded(request + request);

        assertThat(decoded)
                .filteredOn(HttpRequest.class::isInstance)
                .hasSize(2)
                .allSatisfy(one ->
                        assertThat(((HttpRequest) one).headers().getAll("A")).hasSize(MOST_HEADERS));
        assertThat(decoded).noneMatch(one -> one.decoderResult().isFailure());
    }

    @Test
    void one_more_is_refused_before_the_head_has_come_whole() {
        assertThat(failure(decoded(GET + "a:\r\n".repeat(MOST_HEADERS)))).isNull();
        // a header is over when the next line has come
        assertThat(failure(decoded("b:\r\nc:\r\n"))).isInstanceOf(TooLongHttpHeaderException.class);
        assertThat(decoded("a:\r\n".repeat(1_000))).isEmpty();
    }

    @Test
    void trailers_have_the_same_bound() {
        assertThat(failure(decoded(CHUNKED + "a:1\r\n".repeat(MOST_HEADERS) + "\r\n")))
                .isNull();
        assertThat(failure(decoded(CHUNKED + "a:\r\n".repeat(MOST_HEADERS + 2))))
                .isInstanceOf(TooLongHttpHeaderException.class);
    }

    @Test
    void trailers_are_there_when_the_body_is_over() {
        List<HttpObject> decoded = decoded(CHUNKED + "a: 1\r\nb: 2\r\n\r\n");

        assertThat(((LastHttpContent) decoded.getLast()).trailingHeaders().get("b"))
                .isEqualTo("2");
    }

    @Test
    void bytes_are_bounded_and_names_looked_at_as_ever() {
        assertThat(failure(decoded(GET + "a: " + "x".repeat(17 << 10) + "\r\n\r\n")))
                .isInstanceOf(TooLongHttpHeaderException.class);
    }

    @Test
    void the_first_line_is_bounded_as_ever() {
        assertThat(failure(decoded("GET /" + "x".repeat(2 << 10) + " HTTP/1.1\r\n\r\n")))
                .isInstanceOf(TooLongHttpLineException.class);
    }

    @Test
    void a_header_that_is_none_is_refused() {
        assertThat(failure(decoded(GET + "a\u0001b: 1\r\n\r\n"))).isInstanceOf(IllegalArgumentException.class);
    }

    private List<HttpObject> decoded(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
        List<HttpObject> all = new ArrayList<>();
        for (HttpObject one = channel.readInbound(); one != null; one = channel.readInbound()) {
            ReferenceCountUtil.release(one);
            all.add(one);
        }
        return all;
    }

    private static @Nullable Throwable failure(List<HttpObject> decoded) {
        return decoded.stream()
                .filter(one -> one.decoderResult().isFailure())
                .map(one -> one.decoderResult().cause())
                .findFirst()
                .orElse(null);
    }
}
