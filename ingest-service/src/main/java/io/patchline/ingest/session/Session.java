package io.patchline.ingest.session;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Stands for a token until it expires or the token is revoked, or for a person whom an identity provider vouched for. No secret: what makes it good is its signature.
 *
 * @param name of the token, or of the person
 * @param binding which token of that name it was, by {@code AccessToken.binding}: another one made under the name later is another one. Of a person by which settings they were let in
 * @param expires from when on it is over
 * @param nonce makes it different from every other one
 * @param scopes of a person; a token's are those that it has at each moment
 */
public record Session(String name, String binding, Instant expires, String nonce, Optional<Set<String>> scopes) {
    private static final int FIELDS = 4;

    public Session {
        scopes = scopes.map(Set::copyOf);
    }

    /** One that stands for a token. */
    Session(String name, String binding, Instant expires, String nonce) {
        this(name, binding, expires, nonce, Optional.empty());
    }

    String text() {
        return name + "\n" + binding + "\n" + expires.getEpochSecond() + "\n" + nonce
                + scopes.map(all -> "\n" + String.join(",", new TreeSet<>(all))).orElse("");
    }

    /** Empty if the text is no session, as another version may have written it. */
    static Optional<Session> parse(String text) {
        String[] fields = text.split("\n", -1);
        if (fields.length != FIELDS && fields.length != FIELDS + 1) {
            return Optional.empty();
        }
        try {
            Instant expires = Instant.ofEpochSecond(Long.parseLong(fields[2]));
            Optional<Set<String>> scopes =
                    fields.length == FIELDS ? Optional.empty() : Optional.of(Set.of(fields[FIELDS].split(",", -1)));
            return Optional.of(new Session(fields[0], fields[1], expires, fields[3], scopes));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
