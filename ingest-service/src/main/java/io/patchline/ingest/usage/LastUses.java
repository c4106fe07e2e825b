package io.patchline.ingest.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * When each credential was used last, as all replicas saw it: by the patches that came with it, and by what each replica tells in the log of the first use in each {@link #TOLD_EVERY}. Bounded, the newest
 * kept. Safe for use by several threads.
 */
public final class LastUses {
    /** How exact what one replica knows of another is. */
    public static final Duration TOLD_EVERY = Duration.ofMinutes(15);

    private static final int KEEP = 10_000;

    private final LinkedHashMap<String, Instant> uses = new LinkedHashMap<>();
    private final Map<String, Instant> told = new LinkedHashMap<>();
    private Consumer<String> teller = name -> {};

    /** Who puts into the log that a credential was used. */
    public synchronized void tellBy(Consumer<String> newTeller) {
        teller = newTeller;
    }

    /** The last use that is known here. */
    public synchronized Optional<Instant> of(String name) {
        return Optional.ofNullable(uses.get(name));
    }

    /** Somebody was let in. */
    public void used(String name, Instant time) {
        note(name, time);
        if (isToTell(name, time)) {
            teller().accept(name);
        }
    }

    private synchronized boolean isToTell(String name, Instant time) {
        Instant before = told.get(name);
        if (before != null && time.isBefore(before.plus(TOLD_EVERY))) {
            return false;
        }
        told.put(name, time);
        if (told.size() > KEEP) {
            told.remove(told.keySet().iterator().next());
        }
        return true;
    }

    private synchronized Consumer<String> teller() {
        return teller;
    }

    /** It was used then, here or elsewhere. */
    public synchronized void note(String name, Instant time) {
        Instant known = uses.remove(name);
        uses.put(name, known != null && known.isAfter(time) ? known : time);
        if (uses.size() > KEEP) {
            uses.pollFirstEntry();
        }
    }
}
