package io.patchline.ingest.callbacks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs callbacks with each of the operator's secrets, so that receivers can move from an old one to a new one. (Source: Standard Webhooks
 * 1.0.0: {@code v1}, HMAC-SHA256 over {@code id.timestamp.body}.)
 */
final class SigningSecrets {
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final List<SecretKeySpec> keys;

    private SigningSecrets(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * Reads the file: a secret on each line, {@code whsec_} and 24 to 64 bytes in base64.
     *
     * @throws IllegalArgumentException if there is none or one cannot be read; the message does not repeat it
     */
    static SigningSecrets read(Path file) {
        try {
            List<SecretKeySpec> keys = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(key(line.strip()));
                }
            }
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("it holds no secret");
            }
            return new SigningSecrets(List.copyOf(keys));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The file of patchline.callbacks.secret-file, " + file + ", cannot be used: "
                            + (e instanceof IOException ? e.getClass().getSimpleName() : e.getMessage()) + ".",
                    e);
        }
    }

    /** The value of the header {@code webhook-signature}. */
    String sign(String id, Instant time, byte[] body) {
        byte[] head = (id + "." + time.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        return keys.stream()
                .map(key -> "v1," + Base64.getEncoder().encodeToString(hmac(key, head, body)))
                .collect(Collectors.joining(" "));
    }

    private static SecretKeySpec key(String line) {
        byte[] secret = line.startsWith(PREFIX) ? decoded(line.substring(PREFIX.length())) : new byte[0];
        if (secret.length < SHORTEST || secret.length > LONGEST) {
            throw new IllegalArgumentException("a line must be whsec_ and 24 to 64 bytes in base64");
        }
        return new SecretKeySpec(secret, "HmacSHA256");
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] hmac(SecretKeySpec key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
