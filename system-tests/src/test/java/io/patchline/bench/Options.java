package io.patchline.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What {@code bench/run} was told, as it passes it on.
 *
 * @param rounds turns of each contender at each point
 * @param turn how long one takes
 * @param only the parts to run, by name
 * @param rivals where the rivals' drivers are, prepared
 * @param report the files {@code <report>.md} and {@code <report>.json}
 */
record Options(int rounds, Duration turn, Set<String> only, Path rivals, Path report) {
    /** @param arguments rounds, seconds, parts with commas between, the rivals' directory, the report */
    static Options from(String... arguments) {
        return new Options(
                Integer.parseInt(arguments[0]),
                Duration.ofSeconds(Integer.parseInt(arguments[1])),
                new LinkedHashSet<>(Arrays.asList(arguments[2].split(",", -1))),
                Path.of(arguments[3]),
                Path.of(arguments[4]));
    }
}
