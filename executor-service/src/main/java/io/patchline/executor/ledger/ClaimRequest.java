package io.patchline.executor.ledger;

import io.patchline.message.ContentFingerprint;
import java.time.Instant;

/**
 * Who asks for a run.
 *
 * @param body the content, by which the patch is known again
 * @param acceptedAt when the patch was accepted
 * @param source who submitted it, by the name of the credential
 * @param deliveredBefore whether the broker has handed the message over before, to whomever
 */
public record ClaimRequest(RunKey key, byte[] body, Instant acceptedAt, String source, boolean deliveredBefore) {
    String fingerprint() {
        return ContentFingerprint.of(body);
    }
}
