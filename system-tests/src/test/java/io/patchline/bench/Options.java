package io.patchline.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code bench/run} was told, as it passes it on.
 *
 * @param rounds turns of each contender at each point
 * @param turn how long one takes
 * @param only the parts to run, by name
 * @param rivals where the rivals' drivers are, prepared
 * @param report the files {@code <report>.md} and {@code <report>.json}
 * @param connections at which acknowledgements are measured
 * @param load how long memory is watched
 * @param baseline another build, measured in the same turns
 */
record Options(
        int rounds,
        Duration turn,
        Set<String> only,
        Path rivals,
        Path report,
        List<Integer> connections,
        Duration load,
        Optional<Build> baseline) {
    /**
     * @param arguments rounds, seconds, parts with commas between, the rivals' directory, the report, numbers of connections with commas between, minutes;
     *     and of the baseline the name and the directory
     */
    static Options from(String... arguments) {
        return new Options(
                Integer.parseInt(arguments[0]),
                Duration.ofSeconds(Integer.parseInt(arguments[1])),
                new LinkedHashSet<>(Arrays.asList(arguments[2].split(",", -1))),
                Path.of(arguments[3]),
                Path.of(arguments[4]),
                Arrays.stream(arguments[5].split(",", -1)).map(Integer::valueOf).toList(),
                Duration.ofMinutes(Integer.parseInt(arguments[6])),
                arguments.length == 9
                        ? Optional.of(new Build("Patchline, baseline " + arguments[7], Path.of(arguments[8])))
                        : Optional.empty());
    }
}
