package io.patchline.ingest.webhook;

import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.patch.Digest;
import io.patchline.patch.PatchId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a patch that has none of its own and came with a key: a function of the key and of who brought it, so that every replica comes to
 * the same without asking another (docs/decisions/0047).
 */
final class IdempotencyKey {
    /** Visible characters in double quotes as of a structured field, or without them. (Source: draft-ietf-httpapi-idempotency-key-header-07.) */
    private static final Pattern KEY =
            Pattern.compile("\"([\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200})\"|([\\x21\\x23-\\x7e]{1,200})");

    private static final int DIGITS = 40;

    private IdempotencyKey() {}

    /**
     * The key in these headers; empty if there is none.
     *
     * @throws InvalidParameterException if there is more than one, or one that is malformed
     */
    static Optional<String> in(List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        Matcher key = KEY.matcher(headers.getFirst().strip());
        if (headers.size() > 1 || !key.matches()) {
            throw new InvalidParameterException(
                    "Idempotency-Key is one header of 1 to 200 visible ASCII characters, in double quotes or without.");
        }
        return Optional.of(key.group(1) == null ? key.group(2) : key.group(1));
    }

    /** The id for this key of this source. */
    static PatchId id(String source, String key) {
        String hash = Digest.sha256Hex((source + "\n" + key).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new PatchId("key-" + hash.substring(0, DIGITS));
    }
}
