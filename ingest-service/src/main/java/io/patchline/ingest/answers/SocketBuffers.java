package io.patchline.ingest.answers;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Bounds what the operating system holds for each client: what one has not read that reads nothing, and what it has sent that is not its turn. Linux takes twice what is asked for, and without asking up to 4 and 6 MiB, which count as this service's
 * memory in a container and are nowhere else bounded. {@link UnreadAnswers} sees what lies before it.
 */
@Singleton
final class SocketBuffers implements HttpServerOptionsCustomizer {
    private static final int SEND_BYTES = 32 * 1024;
    private static final int RECEIVE_BYTES = 64 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setSendBufferSize(SEND_BYTES).setReceiveBufferSize(RECEIVE_BYTES);
    }
}
