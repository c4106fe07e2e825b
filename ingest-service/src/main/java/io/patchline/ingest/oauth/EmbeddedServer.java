package io.patchline.ingest.oauth;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.broker.PublisherLimits;
import io.patchline.broker.SessionKeeper;
import io.patchline.broker.stream.StreamFollower;
import io.patchline.ingest.access.TokenHolders;
import io.patchline.ingest.callbacks.DocumentClient;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.oauth.grant.GrantLog;
import io.patchline.ingest.oauth.grant.Grants;
import io.patchline.ingest.oauth.server.Persons;
import io.patchline.message.Topology;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded authorization server in the sessions with the broker; where it is off, nothing. It has a publisher of its own, as callbacks have. */
@Singleton
public final class EmbeddedServer implements SessionKeeper.SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);

    private final Optional<Running> running;

    private record Running(
            ConfirmedPublisher publisher, GrantLog log, Grants grants, Persons persons, EmbeddedEndpoints endpoints) {}

    EmbeddedServer(IngestConfig config, TokenHolders holders, Vertx vertx, Clock clock) {
        this.running = OAuthSetup.of(config) instanceof OAuthSetup.Embedded embedded
                ? Optional.of(run(config, embedded, holders, vertx, clock))
                : Optional.empty();
    }

    private static Running run(
            IngestConfig config, OAuthSetup.Embedded setup, TokenHolders holders, Vertx vertx, Clock clock) {
        ConfirmedPublisher publisher = new ConfirmedPublisher(
                PublisherLimits.STANDARD.within(config.broker().confirmTimeout()));
        GrantLog log = new GrantLog(publisher::publish, config.broker().confirmTimeout());
        Grants grants = new Grants(
                log, clock, config.oauth().accessLifetime(), config.oauth().grantLifetime());
        Persons persons = new TokenPersons(holders);
        DocumentClient documents = new DocumentClient(
                vertx, config.callbacks().allow().orElse(Set.of()), EmbeddedEndpoints.LARGEST_DOCUMENT);
        return new Running(
                publisher,
                log,
                grants,
                persons,
                new EmbeddedEndpoints(
                        setup.address(), log, grants, persons, new FetchedDocuments(documents)::document, clock));
    }

    @Override
    public void onSession(BrokerSession session) throws IOException {
        if (running.isPresent()) {
            follow(running.get(), session);
        }
    }

    private static void follow(Running server, BrokerSession session) throws IOException {
        server.publisher().onSession(session);
        server.log()
                .begin(
                        handler -> StreamFollower.follow(
                                session,
                                Topology.GRANTS,
                                handler::take,
                                cause -> session.abandon("the grants were heard no more")),
                        session.closed())
                .whenComplete((written, failure) -> {
                    if (failure != null || !written) {
                        LOG.atWarn().log("The grants cannot be read; the session is replaced");
                        session.abandon("the grants could not be read");
                    }
                });
    }

    /** Whether it is off, or knows the grants. */
    boolean isReady() {
        return running.isEmpty() || running.get().log().isKnown();
    }

    /** Empty where it is off. */
    Optional<Grants> grants() {
        return running.map(Running::grants);
    }

    /** By path; none where it is off. */
    Map<String, EmbeddedEndpoints.Route> routes() {
        return running.map(Running::endpoints).map(EmbeddedEndpoints::routes).orElse(Map.of());
    }

    @PreDestroy
    void stop() {
        running.map(Running::publisher).ifPresent(ConfirmedPublisher::close);
    }
}
