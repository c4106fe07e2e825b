package io.patchline.ingest.session;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What has to be known again when a person comes back from the identity provider: kept by the browser that began the login, signed. (Sources: OpenID Connect Core 3.1.2.1, RFC 7636.)
 *
 * @param state that the provider sends back: the answer belongs to this browser
 * @param nonce that the ID token has to carry: it was made for this login
 * @param verifier whose hash the provider was sent: the code is good for who began the login only
 * @param page of the console where the login was begun
 */
public record PendingLogin(String state, String nonce, String verifier, String page, Instant expires) {
    private static final int FIELDS = 5;

    String text() {
        return String.join("\n", state, nonce, verifier, page, Long.toString(expires.getEpochSecond()));
    }

    /** Empty if the text is none, as another version may have written it. */
    static Optional<PendingLogin> parse(String text) {
        String[] fields = text.split("\n", -1);
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            Instant expires = Instant.ofEpochSecond(Long.parseLong(fields[4]));
            return Optional.of(new PendingLogin(fields[0], fields[1], fields[2], fields[3], expires));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
