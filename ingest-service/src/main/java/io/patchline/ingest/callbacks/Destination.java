package io.patchline.ingest.callbacks;

import io.patchline.patch.CallbackUrl;
import java.net.InetAddress;

/** What a callback's address comes to at this moment. */
sealed interface Destination {

    /**
     * It may be spoken to.
     *
     * @param address the one that was checked, and no other, is connected to: a name could mean another address a moment later
     */
    record Reachable(CallbackUrl url, InetAddress address) implements Destination {}

    /** It must not be spoken to. */
    record Refused(String why) implements Destination {}

    /** Its name means nothing at present. */
    record Unknown(String why) implements Destination {}
}
