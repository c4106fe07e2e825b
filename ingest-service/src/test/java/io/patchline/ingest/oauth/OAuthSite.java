package io.patchline.ingest.oauth;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.patchline.ingest.oauth.client.ClientRefusedException;
import io.patchline.ingest.oauth.grant.GrantLog;
import io.patchline.ingest.oauth.grant.Grants;
import io.patchline.ingest.oauth.grant.SharedStream;
import io.patchline.ingest.oauth.server.Persons;
import io.patchline.ingest.oauth.server.ServerAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Replicas of the embedded server over one stream, with persons and documents of clients in memory, and a clock that is set. */
final class OAuthSite {
    static final String BASE = "https://patchline.example";
    static final String JO = "pl_jo";
    static final String READER = "pl_reader";

    final SharedStream stream = new SharedStream();
    final SetClock clock = new SetClock();
    final Map<String, String> documents = new HashMap<>();
    final Set<String> revoked = new HashSet<>();
    final Replica one = replica();
    final Replica two = replica();

    Replica replica() {
        return new Replica(stream.replica());
    }

    /** One of them. */
    final class Replica {
        final Grants grants;
        private final EmbeddedEndpoints endpoints;

        private Replica(GrantLog log) {
            this.grants = new Grants(log, clock, Duration.ofHours(1), Duration.ofDays(90));
            this.endpoints = new EmbeddedEndpoints(
                    new ServerAddress(URI.create(BASE)), log, grants, new People(), OAuthSite.this::document, clock);
        }

        HTTPResponse answer(HTTPRequest request) {
            EmbeddedEndpoints.Route route = Optional.ofNullable(
                            endpoints.routes().get(request.getURI().getPath()))
                    .orElseThrow(() -> new AssertionError("no such path: " + request.getURI()));
            request.setClientIPAddress("192.0.2.7");
            return route.endpoint().answer(request);
        }
    }

    private byte[] document(String url) throws ClientRefusedException {
        String document = documents.get(url);
        if (document == null) {
            throw new ClientRefusedException("there is no document");
        }
        return document.getBytes(StandardCharsets.UTF_8);
    }

    private final class People implements Persons {
        private final Map<String, Person> byToken = Map.of(
                JO, new Person("jo", "binding-of-jo", Set.of("read", "submit", "operate")),
                READER, new Person("reader", "binding-of-reader", Set.of("read")));

        @Override
        public Shown show(String token, String address) {
            Person person = byToken.get(token);
            return person == null || revoked.contains(token)
                    ? new Shown.Refused("The credentials are wrong.", 0)
                    : new Shown.Known(person);
        }

        @Override
        public Optional<Person> holderOf(String name, String binding) {
            return byToken.entrySet().stream()
                    .filter(entry -> !revoked.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .filter(person ->
                            person.name().equals(name) && person.binding().equals(binding))
                    .findFirst();
        }
    }

    /** A clock that stands until it is set. */
    static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-11-26T12:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
