package io.patchline.ingest.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongBiFunction;

/** What was put in lately, up to a bound in number and one in bytes: the oldest goes first. Not for several threads at once. */
public final class RecentEntries<K, V> {
    private final int most;
    private final long mostBytes;
    private final ToLongBiFunction<K, V> heapBytes;
    private final LinkedHashMap<K, V> values = new LinkedHashMap<>();
    private long bytes;

    /**
     * @param most how many
     * @param mostBytes what they may take on the heap together
     * @param heapBytes what one takes on the heap, about; the same for the same key and value at any time
     */
    public RecentEntries(int most, long mostBytes, ToLongBiFunction<K, V> heapBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.heapBytes = heapBytes;
    }

    public void put(K key, V value) {
        remove(key);
        values.put(key, value);
        bytes += heapBytes.applyAsLong(key, value);
        while (values.size() > most || bytes > mostBytes) {
            Map.Entry<K, V> oldest = values.pollFirstEntry();
            bytes -= heapBytes.applyAsLong(oldest.getKey(), oldest.getValue());
        }
    }

    public Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    public Optional<V> remove(K key) {
        V value = values.remove(key);
        if (value == null) {
            return Optional.empty();
        }
        bytes -= heapBytes.applyAsLong(key, value);
        return Optional.of(value);
    }

    public int size() {
        return values.size();
    }

    /** About what they take on the heap. */
    public long bytes() {
        return bytes;
    }
}
