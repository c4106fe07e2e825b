package io.patchline.ingest.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * When each credential was used last, as all replicas saw it: by the patches that came with it, and by what each replica publishes to the log of the first use in each {@link #PUBLISHED_EVERY}. Bounded,
 * the newest kept. Safe for use by several threads.
 */
public final class LastUses {
    /** How exact what one replica knows of another is. */
    public static final Duration PUBLISHED_EVERY = Duration.ofMinutes(15);

    private static final int KEEP = 10_000;

    private final LinkedHashMap<String, Instant> uses = new LinkedHashMap<>();
    private final Map<String, Instant> published = new LinkedHashMap<>();
    private final Consumer<String> publisher;

    /**
     * @param publisher puts into the log that the credential of this name was used
     */
    public LastUses(Consumer<String> publisher) {
        this.publisher = publisher;
    }

    /** The last use that is known here. */
    public synchronized Optional<Instant> of(String name) {
        return Optional.ofNullable(uses.get(name));
    }

    /** Somebody was let in. */
    public void used(String name, Instant time) {
        note(name, time);
        if (isToPublish(name, time)) {
            publisher.accept(name);
        }
    }

    private synchronized boolean isToPublish(String name, Instant time) {
        Instant before = published.get(name);
        if (before != null && time.isBefore(before.plus(PUBLISHED_EVERY))) {
            return false;
        }
        published.put(name, time);
        if (published.size() > KEEP) {
            published.remove(published.keySet().iterator().next());
        }
        return true;
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
