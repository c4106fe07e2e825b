package io.patchline.ingest.access;

import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody brings in a request's headers to be let in, other than a signature. (Source: RFC 6750, RFC 7617.) */
public sealed interface Credential {

    /** A token: {@code Authorization: Bearer …}, or by itself in the configured header. */
    record Token(String text) implements Credential {}

    /** A token as the password of its name: {@code Authorization: Basic …}. */
    record NamedToken(String name, String text) implements Credential {}

    /** A code that begins a session of the console, once: {@code Authorization: Code …}. */
    record Code(String text) implements Credential {}

    /** Something that cannot be read, or more than one thing. */
    record Unreadable() implements Credential {}

    /**
     * The credential in these headers, if there is one. The configured header goes before {@code Authorization}.
     *
     * @param tokenHeader the name of the configured header
     */
    static Optional<Credential> in(MultiMap headers, String tokenHeader) {
        List<String> bare = headers.getAll(tokenHeader);
        List<String> found = bare.isEmpty() ? headers.getAll("Authorization") : bare;
        return switch (found.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(read(found.getFirst().strip()));
            default -> Optional.of(new Unreadable());
        };
    }

    private static Credential read(String value) {
        int space = value.indexOf(' ');
        if (space < 0) {
            return new Token(value);
        }
        String rest = value.substring(space + 1).strip();
        return switch (value.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> new Token(rest);
            case "basic" -> basic(rest);
            case "code" -> new Code(rest);
            default -> new Unreadable();
        };
    }

    private static Credential basic(String encoded) {
        try {
            String pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString();
            int colon = pair.indexOf(':');
            return colon < 0 ? new Unreadable() : new NamedToken(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return new Unreadable();
        }
    }
}
