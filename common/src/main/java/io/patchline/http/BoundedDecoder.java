package io.patchline.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpUtils;
import io.vertx.core.http.impl.headers.HeadersMultiMap;

/** Decodes requests as Vert.x' own decoder does, and refuses one with more than {@value #MOST_HEADERS} headers at the first that is too many: 431. Trailers have the same bound. */
final class BoundedDecoder extends HttpRequestDecoder {
    /** As Tomcat and Apache have it; a browser behind two proxies sends some forty. */
    static final int MOST_HEADERS = 100;

    BoundedDecoder(HttpServerOptions options) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(options.getMaxInitialLineLength())
                .setMaxHeaderSize(options.getMaxHeaderSize())
                .setMaxChunkSize(options.getMaxChunkSize())
                .setInitialBufferSize(options.getDecoderInitialBufferSize())
                .setTrailersFactory(new BoundedTrailers()));
    }

    @Override
    protected HttpMessage createMessage(String[] line) {
        Headers bounded = new Headers();
        return new DefaultHttpRequest(
                HttpVersion.valueOf(line[2]),
                HttpMethod.valueOf(line[0]),
                line[1],
                new HeadersMultiMap((name, value) -> {
                    bounded.addOne();
                    HttpUtils.validateHeader(name, value);
                }));
    }

    /** How many headers were added to one message. */
    private static final class Headers {
        private int number;

        private void addOne() {
            number++;
            if (number > MOST_HEADERS) {
                throw new TooLongHttpHeaderException("a request has more than " + MOST_HEADERS + " headers");
            }
        }
    }

    private static final class BoundedTrailers implements HttpHeadersFactory {
        @Override
        public HttpHeaders newHeaders() {
            Headers bounded = new Headers();
            return new DefaultHttpHeaders() {
                @Override
                public HttpHeaders add(CharSequence name, Object value) {
                    bounded.addOne();
                    return super.add(name, value);
                }

                @Override
                public HttpHeaders add(String name, Object value) {
                    bounded.addOne();
                    return super.add(name, value);
                }
            };
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return newHeaders();
        }
    }
}
