package io.patchline.ingest.callbacks;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** So many callbacks at a time to one receiver, so that one that hangs does not hold up the others. Safe for use by several threads. */
final class PerReceiverLimit {
    private final int each;
    private final Map<String, Integer> busy = new HashMap<>();

    PerReceiverLimit(int each) {
        this.each = each;
    }

    /** Takes a place, if there is one; it must then be left. */
    synchronized boolean enter(URI url) {
        int now = busy.getOrDefault(receiver(url), 0);
        if (now >= each) {
            return false;
        }
        busy.put(receiver(url), now + 1);
        return true;
    }

    synchronized void leave(URI url) {
        busy.computeIfPresent(receiver(url), (name, now) -> now == 1 ? null : now - 1);
    }

    private static String receiver(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT) + ":" + url.getPort();
    }
}
