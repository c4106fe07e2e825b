package io.patchline.ingest.access;

/**
 * Why a credential let nobody in.
 *
 * @param reason in a word, for the log
 * @param detail for the one who brought it: what is wrong, and nothing that helps to guess
 */
record AuthenticationFailure(String reason, String detail) {
    static final AuthenticationFailure UNKNOWN = new AuthenticationFailure("unknown", "The credentials are wrong.");

    static final AuthenticationFailure SLOW_BODY =
            new AuthenticationFailure("slow body", "The body did not arrive in time.");

    static final AuthenticationFailure WRONG_SIGNATURE = new AuthenticationFailure(
            "wrong signature",
            "The signature is none of this body with a secret that is known here. Sign the bytes exactly as they are sent.");
}
