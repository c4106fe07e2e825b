package io.patchline.ingest.access;

/**
 * Why a credential let nobody in.
 *
 * @param reason in a word, for the log
 * @param detail for the one who brought it: what is wrong, and nothing that helps to guess
 */
record Refusal(String reason, String detail) {
    static final Refusal UNKNOWN = new Refusal("unknown", "The credentials are wrong.");

    static final Refusal SLOW_BODY = new Refusal("slow body", "The body did not arrive in time.");

    static final Refusal WRONG_SIGNATURE = new Refusal(
            "wrong signature",
            "The signature is none of this body with a secret that is known here. Sign the bytes exactly as they are sent.");
}
