package io.patchline.ingest.follow;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a text a client asks for. (Source: RFC 9110, 14.)
 *
 * @param first the first byte, from 0
 * @param last the last byte
 */
record ByteRange(int first, int last) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** What the header asks for, if it asks for one range of bytes: anything else is to be ignored. */
    sealed interface Asked {
        record Whole() implements Asked {}

        record Part(ByteRange range) implements Asked {}

        /** There is no such part. */
        record Unsatisfiable() implements Asked {}
    }

    /** The value of {@code Content-Range}. */
    String of(int length) {
        return "bytes " + first + "-" + last + "/" + length;
    }

    static Asked of(Optional<String> header, int length) {
        Optional<Matcher> one = header.map(ONE::matcher)
                .filter(Matcher::matches)
                .filter(range -> !range.group(1).isEmpty() || !range.group(2).isEmpty());
        return one.map(range -> part(range.group(1), range.group(2), length)).orElseGet(Asked.Whole::new);
    }

    private static Asked part(String from, String to, int length) {
        long first = from.isEmpty() ? Math.max(0, length - Long.parseLong(to)) : Long.parseLong(from);
        long last = from.isEmpty() || to.isEmpty() ? length - 1L : Math.min(Long.parseLong(to), length - 1L);
        boolean reversed = !from.isEmpty() && !to.isEmpty() && Long.parseLong(to) < first;
        if (reversed) {
            return new Asked.Whole();
        }
        return first <= last ? new Asked.Part(new ByteRange((int) first, (int) last)) : new Asked.Unsatisfiable();
    }
}
