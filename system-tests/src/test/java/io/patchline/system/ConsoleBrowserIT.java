package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchline.broker.Script;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real Chromium, as far as that is quick: {@code bench/console/run.sh} has all of it. A machine without Chromium and its driver leaves this out, and says so. */
class ConsoleBrowserIT {
    private static final Path ROOT = Path.of(System.getProperty("patchline.root"));
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final List<String> CHECKS = List.of("modules", "header", "glance", "keyboard");

    @Test
    void every_page_is_accessible_and_a_person_gets_through_by_keyboard(@TempDir Path directory) throws IOException {
        Path chromium = Path.of(environment("CHROMIUM").orElse("/usr/bin/chromium"));
        Path driver = Path.of(environment("CONSOLE_WORK").orElse("/tmp/patchline-bench-console"), "node_modules");
        require(Files.isExecutable(chromium), "there is no Chromium at " + chromium + ": apt-get install chromium");
        require(
                Stream.of("playwright-core", "axe-core").allMatch(name -> Files.isDirectory(driver.resolve(name))),
                "playwright-core and axe-core are not in " + driver + ": bench/console/run.sh fetches them");
        require(isThere("node"), "there is no node: apt-get install nodejs");

        try (Pipeline pipeline = new Pipeline(directory, TestBroker.shared().newVirtualHost())) {
            pipeline.awaitReady(pipeline.startExecutor(Map.of()));
            pipeline.awaitReady();
            Files.writeString(directory.resolve("token"), Pipeline.TOKEN);
            Files.createDirectory(directory.resolve("run"));
            Files.writeString(
                    directory.resolve("run/ingest.port"),
                    Integer.toString(pipeline.ingest().at("/").getPort()));

            Script.Answer answer = Script.run(PATIENCE, command(directory, driver, chromium));

            assertThat(answer.exitCode()).as(answer.output()).isZero();
            assertThat(answer.output().lines().filter(line -> line.startsWith("ok ")))
                    .as(answer.output())
                    .hasSameSizeAs(CHECKS);
        }
    }

    private static List<String> command(Path state, Path driver, Path chromium) {
        return Stream.concat(
                        Stream.of(
                                "env",
                                "ROOT=" + ROOT,
                                "STATE=" + state,
                                "NODE_MODULES=" + driver,
                                "CHROMIUM=" + chromium,
                                "node",
                                ROOT.resolve("bench/console/run.mjs").toString()),
                        CHECKS.stream())
                .toList();
    }

    private static boolean isThere(String program) {
        return Script.run(Duration.ofMinutes(1), List.of("sh", "-c", "command -v " + program))
                        .exitCode()
                == 0;
    }

    /** What is left out is told where people look, and not only in the report. */
    private static void require(boolean met, String otherwise) {
        if (!met) {
            System.out.println("LEFT OUT: the console is not tried in a browser, " + otherwise);
        }
        assumeTrue(met, otherwise);
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }
}
