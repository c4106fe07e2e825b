package io.patchline.ingest.admission;

import io.micrometer.core.instrument.config.MeterFilter;
import io.patchline.http.AnswersInTurn;
import io.patchline.http.BoundedTags;
import io.patchline.http.MethodCheck;
import io.patchline.http.RequestFailures;
import io.patchline.http.RequestHeads;
import io.patchline.http.UriCheck;
import io.patchline.ingest.access.TokenAuthenticator;
import io.patchline.ingest.answers.UnreadAnswers;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What every request has to pass before anybody looks who sent it. */
@Singleton
public final class RequestChecks implements HttpServerOptionsCustomizer {
    /** Before everything of the framework's own. */
    private static final int FIRST = 10_000;

    private final TokenAuthenticator authenticator;
    private final UnreadAnswers unread;

    RequestChecks(TokenAuthenticator authenticator, UnreadAnswers unread) {
        this.unread = unread;
        this.authenticator = authenticator;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        RequestHeads.bound(options);
    }

    void register(@Observes Filters filters) {
        filters.register(new AnswersInTurn(), FIRST + 4);
        filters.register(unread, FIRST + 3);
        filters.register(new UriCheck(), FIRST + 1);
        filters.register(new MethodCheck(), FIRST);
        filters.register(new MediaTypeCheck(), FIRST - 2);
        if (authenticator.isOpen()) {
            filters.register(new SameOriginCheck(), FIRST - 1);
        }
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
