package io.patchline.ingest.access;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A line of a file of credentials: fields, and after them {@code key=value} options, separated by spaces.
 *
 * @param before the fields
 */
record LineOptions(String before, Map<String, String> options) {

    /**
     * @param known the options that there are
     * @throws IllegalArgumentException if there is another one, or one twice; the message does not repeat the line
     */
    static LineOptions of(String line, Set<String> known) {
        String[] words = line.strip().split("[ \t]+");
        Map<String, String> options = new HashMap<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            if (equals < 0 || !known.contains(word.substring(0, equals))) {
                throw new IllegalArgumentException("after the fields come options of " + String.join(", ", known)
                        + " only, as key=value, separated by spaces");
            }
            if (options.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("an option stands there twice");
            }
        }
        return new LineOptions(words[0], Map.copyOf(options));
    }

    Optional<String> get(String option) {
        return Optional.ofNullable(options.get(option));
    }
}
