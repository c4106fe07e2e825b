package io.patchline.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The framework's HTTP server with routes of a test's own, on a free port of the loopback interface. */
public final class RoutedServer implements AutoCloseable {
    private static final int LONGEST_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private int port;

    /** What answers the requests. Before it listens. */
    public Router router() {
        return router;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** @param settings what is changed of the usual options */
    public RoutedServer listen(Consumer<HttpServerOptions> settings) throws Exception {
        HttpServerOptions options = new HttpServerOptions();
        settings.accept(options);
        port = vertx.createHttpServer(options)
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(LONGEST_SECONDS, TimeUnit.SECONDS)
                .actualPort();
        return this;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }
}
