package io.patchline.ingest.access;

import io.patchline.ingest.config.Rate;
import io.patchline.patch.Digest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line of the token file: {@code name:scopes:sha256}, and after it, separated by spaces, {@code expires=2027-01-31T00:00:00Z} and
 * {@code rate=60/m} where they are wanted. The token itself is not kept, only its hash: at 128 random bits and more no slow hash is needed.
 *
 * @param name who holds it: letters, digits, {@code .}, {@code _} and {@code -}
 * @param scopes what it allows
 * @param sha256 the hash of the token's text
 * @param expires from when on it lets nobody in any more
 * @param rate how often it may be used, where that is not as for all
 */
public record AccessToken(
        String name, Set<String> scopes, byte[] sha256, Optional<Instant> expires, Optional<Rate> rate) {
    private static final Set<String> KNOWN = Set.of(Scope.SUBMIT, Scope.READ, Scope.OPERATE, Scope.REVIEW);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int HASH_BYTES = 32;

    public AccessToken {
        scopes = Set.copyOf(scopes);
        requireName(name);
        if (scopes.isEmpty() || !KNOWN.containsAll(scopes)) {
            throw new IllegalArgumentException("scopes are submit, read, operate and review, separated by commas");
        }
        if (sha256.length != HASH_BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits");
        }
    }

    /**
     * @throws IllegalArgumentException if this cannot be the name of a credential
     */
    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name has 1 to 64 letters, digits, '.', '_' and '-'");
        }
    }

    /**
     * @throws IllegalArgumentException if the line cannot be read; the message does not repeat it
     */
    static AccessToken parse(String line) {
        LineOptions options = LineOptions.of(line, Set.of("expires", "rate"));
        String[] fields = options.before().split(":", -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException("a line has three fields, name:scopes:sha256");
        }
        return new AccessToken(
                fields[0],
                Set.copyOf(Arrays.asList(fields[1].split(","))),
                hash(fields[2]),
                options.get("expires").map(AccessToken::instant),
                options.get("rate").map(Rate::of));
    }

    /** Which token this is, the same at every replica: another one made under the same name is another one. Tells nothing that helps to guess the token. */
    public String binding() {
        return HexFormat.of()
                .formatHex(Digest.sha256("patchline session\n" + HexFormat.of().formatHex(sha256)));
    }

    public boolean isExpired(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }

    private static byte[] hash(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            // Its message would repeat what stands there.
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits");
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expires is a time in UTC such as 2027-01-31T00:00:00Z", e);
        }
    }
}
