package io.patchline.ingest.access;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** How a sender signs. */
enum SignatureKind {
    /** Standard Webhooks, {@code v1}: HMAC-SHA256. (Source: standardwebhooks.com, specification 1.0.0.) */
    STANDARD_WEBHOOKS("standard-webhooks") {
        @Override
        byte[] key(String secret) {
            try {
                byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
                if (secret.startsWith(PREFIX) && key.length >= LEAST_KEY && key.length <= MOST_KEY) {
                    return key;
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                // As if it were too short.
            }
            throw new IllegalArgumentException(
                    "is no secret of Standard Webhooks: whsec_ and the Base64 of 24 to 64 random bytes, as made by "
                            + "echo whsec_$(openssl rand -base64 32)");
        }
    },

    /** GitHub's {@code X-Hub-Signature-256}. */
    GITHUB("github") {
        @Override
        byte[] key(String secret) {
            if (secret.length() < LEAST_GITHUB) {
                throw new IllegalArgumentException("is too short: at least " + LEAST_GITHUB
                        + " random characters, as made by openssl rand -hex 32");
            }
            return secret.getBytes(StandardCharsets.UTF_8);
        }
    };

    private static final String PREFIX = "whsec_";
    private static final int LEAST_KEY = 24;
    private static final int MOST_KEY = 64;
    private static final int LEAST_GITHUB = 20;

    private final String wireName;

    SignatureKind(String wireName) {
        this.wireName = wireName;
    }

    /**
     * The key that a secret stands for.
     *
     * @throws IllegalArgumentException if it is none; the message does not repeat it
     */
    abstract byte[] key(String secret);

    static SignatureKind of(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("senders sign as standard-webhooks or github"));
    }
}
