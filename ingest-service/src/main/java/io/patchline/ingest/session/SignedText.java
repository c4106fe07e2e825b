package io.patchline.ingest.session;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Texts that are signed for one purpose and checked by any replica that has the keys: {@code base64url(text).base64url(HMAC-SHA256)}. (Source: RFC 2104.) Safe for use by several threads.
 *
 * @param purpose what is signed for one purpose is good for no other
 * @param keys the first signs, all of them are good
 */
record SignedText(String purpose, List<byte[]> keys) {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    SignedText {
        keys = List.copyOf(keys);
    }

    String sign(String text) {
        return ENCODER.encodeToString(bytes(text)) + "." + ENCODER.encodeToString(code(keys.getFirst(), text));
    }

    /** The text, if one of the keys signed it for this purpose. */
    Optional<String> verify(String signed) {
        int dot = signed.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(signed.substring(0, dot)), StandardCharsets.UTF_8);
            byte[] code = Base64.getUrlDecoder().decode(signed.substring(dot + 1));
            return keys.stream().anyMatch(key -> MessageDigest.isEqual(code(key, text), code))
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** A code that only who has the key can tell from the text. */
    String codeOf(String text) {
        return ENCODER.encodeToString(code(keys.getFirst(), text));
    }

    /** Whether {@link #codeOf} told this code of the text, with whichever key. Takes as long where it did not. */
    boolean isCodeOf(String text, String code) {
        return keys.stream()
                .anyMatch(key -> MessageDigest.isEqual(bytes(ENCODER.encodeToString(code(key, text))), bytes(code)));
    }

    private byte[] code(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(bytes(purpose + "\n"));
            return mac.doFinal(bytes(text));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256, for every key that is not empty", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
