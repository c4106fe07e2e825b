package io.patchline.ingest.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.session.ConsoleSessions.Begun;
import io.patchline.ingest.session.Session;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who somebody is.
 *
 * @param name of the credential
 * @param scopes what it allows
 * @param expires when the session is over; absent for who is in none
 * @param csrf what has to be sent with each request of the session that changes something
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record SessionView(String name, Set<String> scopes, Optional<Instant> expires, Optional<String> csrf) {

    static SessionView of(Caller caller, Optional<Begun> session) {
        return new SessionView(
                caller.name(),
                new TreeSet<>(caller.scopes()),
                session.map(Begun::session).map(Session::expires),
                session.map(Begun::csrf));
    }
}
