package io.patchline.executor;

import io.micrometer.core.instrument.config.MeterFilter;
import io.patchline.http.AnswersInTurn;
import io.patchline.http.BoundedTags;
import io.patchline.http.MethodCheck;
import io.patchline.http.RequestFailures;
import io.patchline.http.RequestHeads;
import io.patchline.http.UriCheck;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What every request to the executor's port has to pass before anything else. */
@Singleton
public final class RequestChecks implements HttpServerOptionsCustomizer {
    /** Before everything of the framework's own. */
    private static final int FIRST = 10_000;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        RequestHeads.bound(options);
    }

    void register(@Observes Filters filters) {
        filters.register(new AnswersInTurn(), FIRST + 3);
        filters.register(new UriCheck(), FIRST + 1);
        filters.register(new MethodCheck(), FIRST);
    }

    void register(@Observes Router router) {
        router.route().order(-2 * FIRST).failureHandler(new RequestFailures());
    }

    @Produces
    @Singleton
    static MeterFilter boundedTags() {
        return new BoundedTags();
    }
}
