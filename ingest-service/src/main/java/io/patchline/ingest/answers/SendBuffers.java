package io.patchline.ingest.answers;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Bounds what the operating system holds for each client that does not read: Linux takes twice what is asked for, and without asking up to 4 MiB, which count as this service's memory in a container and are nowhere else bounded.
 * {@link UnreadAnswers} sees what lies before it.
 */
@Singleton
final class SendBuffers implements HttpServerOptionsCustomizer {
    private static final int BYTES = 32 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setSendBufferSize(BYTES);
    }
}
