package io.patchline.ingest.oauth.grant;

import io.patchline.patch.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random texts that nobody can guess, and their hashes, which are all that is kept of them. */
final class Secret {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final int ID_BYTES = 8;

    private Secret() {}

    /** 256 random bits, in Base64 for URLs. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** 64 random bits in hexadecimal digits: an id, which says nothing and opens nothing. */
    static String id() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The SHA-256 of a text in hexadecimal digits. Of 256 random bits no slow hash is needed. */
    static String hash(String secret) {
        return HexFormat.of().formatHex(Digest.sha256(secret));
    }

    /** Whether this hash is the secret's; takes as long for a wrong one as for a right one. */
    static boolean isHashOf(String hash, String secret) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), hash(secret).getBytes(StandardCharsets.US_ASCII));
    }
}
