package io.patchline.ingest.access;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The signature in a request's headers. */
sealed interface Signature {

    /**
     * Of Standard Webhooks.
     *
     * @param message what identifies the message: the same in every attempt to deliver it
     * @param timestamp of this attempt, in seconds since 1970
     * @param signatures those of version 1, as Base64
     */
    record StandardWebhooks(String message, long timestamp, List<String> signatures) implements Signature {}

    /**
     * Of GitHub.
     *
     * @param hex the HMAC in hexadecimal
     */
    record GitHub(String hex) implements Signature {}

    /** One that is incomplete or malformed. */
    record Unreadable(String detail) implements Signature {}

    /** Without a full stop, which separates what is signed. */
    Pattern MESSAGE = Pattern.compile("[\\x21-\\x2d\\x2f-\\x7e]{1,200}");

    Pattern TIMESTAMP = Pattern.compile("[0-9]{1,12}");
    Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    String VERSION = "v1,";
    String ALGORITHM = "sha256=";

    /** A sender signs with two keys while they are replaced. */
    int MOST_SIGNATURES = 8;

    /** The signature in these headers, if there is one. */
    static Optional<Signature> in(MultiMap headers) {
        if (headers.contains("webhook-signature")) {
            return Optional.of(standardWebhooks(headers));
        }
        return headers.contains("X-Hub-Signature-256") ? Optional.of(gitHub(headers)) : Optional.empty();
    }

    private static Signature standardWebhooks(MultiMap headers) {
        Optional<String> message = only(headers, "webhook-id");
        Optional<String> timestamp = only(headers, "webhook-timestamp");
        Optional<String> signatures = only(headers, "webhook-signature");
        if (message.filter(MESSAGE.asMatchPredicate()).isEmpty()
                || timestamp.filter(TIMESTAMP.asMatchPredicate()).isEmpty()) {
            return new Unreadable(
                    "Beside webhook-signature belong webhook-id, of 1 to 200 visible characters and without a full stop, and webhook-timestamp, "
                            + "in seconds since 1970.");
        }
        List<String> first = Arrays.stream(signatures.orElse("").split(" "))
                .filter(signature -> signature.startsWith(VERSION))
                .map(signature -> signature.substring(VERSION.length()))
                .toList();
        return first.isEmpty() || first.size() > MOST_SIGNATURES
                ? new Unreadable(
                        "webhook-signature holds 1 to " + MOST_SIGNATURES + " signatures of version 1: v1,<Base64>.")
                : new StandardWebhooks(message.get(), Long.parseLong(timestamp.get()), first);
    }

    private static Signature gitHub(MultiMap headers) {
        return only(headers, "X-Hub-Signature-256")
                .filter(value -> value.startsWith(ALGORITHM))
                .map(value -> value.substring(ALGORITHM.length()))
                .filter(HEX.asMatchPredicate())
                .<Signature>map(GitHub::new)
                .orElseGet(() -> new Unreadable("X-Hub-Signature-256 is sha256= and 64 hexadecimal digits."));
    }

    private static Optional<String> only(MultiMap headers, String name) {
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? Optional.of(values.getFirst().strip()) : Optional.empty();
    }
}
