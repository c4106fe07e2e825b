package io.patchline.ingest.access;

import java.time.Instant;

/** What came of looking at a credential. */
sealed interface Recognition {

    /** It is right. */
    record Known(Visitor visitor) implements Recognition {}

    /** It lets nobody in. */
    record Refused(Refusal refusal) implements Recognition {}

    static Recognition refused(String reason, String detail) {
        return new Refused(new Refusal(reason, detail));
    }

    /** It was right once; only its holder hears that. */
    static Recognition expired(Instant end) {
        return refused("expired", "The token is right, but expired at " + end + ". An operator makes a new one.");
    }
}
