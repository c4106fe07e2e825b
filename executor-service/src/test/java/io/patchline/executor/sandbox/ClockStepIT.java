package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Case 42: the wall clock is set while a command runs. Needs libfaketime (apt-get install libfaketime). */
class ClockStepIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Test
    void case_42_a_step_of_the_clock_by_a_day_makes_a_timeout_neither_shorter_nor_longer(@TempDir Path directory)
            throws IOException {
        Optional<Path> library = library();
        assumeThat(library).as("libfaketime").isPresent();
        for (String step : List.of("+86400", "-86400")) {
            Path clock = Files.writeString(directory.resolve("clock"), "+0");
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CommandInStep.class.getName(),
                    Files.createTempDirectory("patchline-clock").toString(),
                    TIMEOUT.toString(),
                    clock.toString(),
                    step);
            builder.environment().put("LD_PRELOAD", library.orElseThrow().toString());
            builder.environment().put("FAKETIME_TIMESTAMP_FILE", clock.toString());
            builder.environment().put("FAKETIME_NO_CACHE", "1");
            builder.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");

            Process executor = builder.redirectErrorStream(true).start();
            String said = new String(executor.getInputStream().readAllBytes(), UTF_8);
            assertThat(executor.onExit().join().exitValue()).as(said).isZero();
            long stepped = Long.parseLong(said.replaceAll("(?s).*clock went on by ([-0-9]+) s.*", "$1"));
            long ran = Long.parseLong(said.replaceAll("(?s).*command ran for ([0-9]+) ms.*", "$1"));

            assertThat(Math.abs(stepped)).as("the clock was set").isGreaterThan(80_000);
            assertThat(ran).isBetween(TIMEOUT.toMillis(), TIMEOUT.toMillis() + 5_000);
        }
    }

    private static Optional<Path> library() throws IOException {
        try (Stream<Path> found = Files.find(
                Path.of("/usr/lib"), 4, (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            return found.findFirst();
        }
    }
}
