package io.patchline.ingest.session;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Stands for a token until it expires or the token is revoked. No secret: what makes it good is its signature.
 *
 * @param name of the token
 * @param token which token of that name it was, by {@code AccessToken.binding}: another one made under the name later is another one
 * @param expires from when on it is over
 * @param nonce makes it different from every other one
 */
public record Session(String name, String token, Instant expires, String nonce) {
    private static final int FIELDS = 4;

    String text() {
        return name + "\n" + token + "\n" + expires.getEpochSecond() + "\n" + nonce;
    }

    /** Empty if the text is no session, as another version may have written it. */
    static Optional<Session> parse(String text) {
        String[] fields = text.split("\n", -1);
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            Instant expires = Instant.ofEpochSecond(Long.parseLong(fields[2]));
            return Optional.of(new Session(fields[0], fields[1], expires, fields[3]));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
