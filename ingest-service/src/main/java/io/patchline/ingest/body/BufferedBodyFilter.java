package io.patchline.ingest.body;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Hands a body that was read at the entrance on to the resource: the framework itself would find nothing more to read. It is not copied: it is counted once. */
public final class BufferedBodyFilter {
    @ServerRequestFilter
    public void handOn(ContainerRequestContext request, RoutingContext context) {
        Buffer body = context.body().buffer();
        if (body != null) {
            request.setEntityStream(new BodyStream(body));
        }
    }

    /** For one thread. */
    private static final class BodyStream extends InputStream {
        private static final int BYTE = 0xFF;

        private final Buffer body;
        private int at;

        BodyStream(Buffer body) {
            this.body = body;
        }

        @Override
        public int read() {
            return at < body.length() ? body.getByte(at++) & BYTE : -1;
        }

        @Override
        public int read(byte[] into, int from, int most) {
            int length = Math.min(most, body.length() - at);
            if (length <= 0) {
                return most == 0 ? 0 : -1;
            }
            body.getBytes(at, at + length, into, from);
            at += length;
            return length;
        }

        @Override
        public int available() {
            return body.length() - at;
        }
    }
}
