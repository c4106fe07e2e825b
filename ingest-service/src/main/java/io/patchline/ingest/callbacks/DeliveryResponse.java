package io.patchline.ingest.callbacks;

import java.time.Duration;
import java.util.Optional;

/** What a receiver made of a callback. */
sealed interface DeliveryResponse {

    /** A status of 2xx. */
    record Taken() implements DeliveryResponse {}

    /** 410: it wants no more of it. */
    record Gone() implements DeliveryResponse {}

    /**
     * Anything else, an answer or none.
     *
     * @param why in a few words, without anything that the receiver wrote
     * @param notBefore how long the receiver asks to be left alone
     */
    record NotTaken(String why, Optional<Duration> notBefore) implements DeliveryResponse {

        static NotTaken because(String why) {
            return new NotTaken(why, Optional.empty());
        }
    }
}
