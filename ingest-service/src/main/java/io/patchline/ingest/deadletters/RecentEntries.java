package io.patchline.ingest.deadletters;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was put in lately, up to a bound: the oldest goes first. Not for several threads at once. */
public final class RecentEntries<K, V> {
    private final Map<K, V> values;

    public RecentEntries(int most) {
        this.values = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    public void put(K key, V value) {
        values.remove(key);
        values.put(key, value);
    }

    public Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    public Optional<V> remove(K key) {
        return Optional.ofNullable(values.remove(key));
    }
}
