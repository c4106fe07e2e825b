package io.patchline.ingest.access;

import java.time.Instant;

/** What came of looking at a credential. */
sealed interface AuthenticationResult {

    /** It is right. */
    record Known(Caller caller) implements AuthenticationResult {}

    /** It lets nobody in. */
    record Refused(AuthenticationFailure refusal) implements AuthenticationResult {}

    static AuthenticationResult refused(String reason, String detail) {
        return new Refused(new AuthenticationFailure(reason, detail));
    }

    /** It was right once; only its holder hears that. */
    static AuthenticationResult expired(Instant end) {
        return refused("expired", "The token is right, but expired at " + end + ". An operator makes a new one.");
    }
}
