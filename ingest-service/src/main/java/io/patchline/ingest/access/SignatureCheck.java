package io.patchline.ingest.access;

import io.patchline.patch.Digest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Says who signed a body. Over the bytes as they came, before anything reads them. Safe for use by several threads. */
final class SignatureCheck {
    /** How far a sender's clock may be from ours. (Source: the libraries of Standard Webhooks.) */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final WebhookSigners senders;
    private final Clock clock;

    SignatureCheck(WebhookSigners senders, Clock clock) {
        this.senders = senders;
        this.clock = clock;
    }

    /** What can be said before the body is there: empty if it has to be read. */
    Optional<AuthenticationFailure> refuseUnread(Signature signature) {
        return switch (signature) {
            case Signature.Unreadable unreadable ->
                Optional.of(new AuthenticationFailure("unreadable", unreadable.detail()));
            case Signature.StandardWebhooks signed
            when isStale(signed) ->
                Optional.of(
                        new AuthenticationFailure(
                                "stale",
                                "webhook-timestamp is more than 5 minutes from the time here. Set the sender's clock, and sign each attempt anew."));
            case Signature.StandardWebhooks signed -> Optional.empty();
            case Signature.GitHub signed -> Optional.empty();
        };
    }

    /** Who signed this body; takes as long for a wrong signature as for a right one. */
    Optional<Caller> signer(Signature signature, byte[] body) {
        return switch (signature) {
            case Signature.Unreadable unreadable -> Optional.empty();
            case Signature.StandardWebhooks signed -> {
                String before = signed.message() + "." + signed.timestamp() + ".";
                yield matching(
                                SignatureKind.STANDARD_WEBHOOKS,
                                signed.signatures(),
                                key -> Base64.getEncoder().encodeToString(Hmac.of(key, before, body)))
                        .map(sender -> sender.caller(signed.message()));
            }
            case Signature.GitHub signed ->
                matching(
                                SignatureKind.GITHUB,
                                List.of(signed.hex()),
                                key -> HexFormat.of().formatHex(Hmac.of(key, "", body)))
                        .map(sender -> sender.caller(Digest.sha256Hex(body)));
        };
    }

    private Optional<WebhookSigner> matching(
            SignatureKind kind, List<String> signatures, Function<byte[], String> expected) {
        Optional<WebhookSigner> found = Optional.empty();
        for (WebhookSigner sender : senders.of(kind)) {
            for (byte[] key : sender.keys()) {
                String right = expected.apply(key);
                for (String signature : signatures) {
                    if (Hmac.isSame(right, signature)) {
                        found = Optional.of(sender);
                    }
                }
            }
        }
        return found;
    }

    private boolean isStale(Signature.StandardWebhooks signed) {
        return Math.abs(clock.instant().getEpochSecond() - signed.timestamp()) > TOLERANCE.toSeconds();
    }
}
