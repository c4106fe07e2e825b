package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package is small enough to be read as one. */
class PackageSizeTest {
    private static final Path ROOT = Path.of(System.getProperty("patchline.root"));
    private static final long MOST = 25;

    /** Those that are larger, and may not grow. */
    private static final Map<String, Long> LARGER = Map.of(
            "io.patchline.executor.diff",
            45L,
            "io.patchline.executor.files",
            35L,
            "io.patchline.ingest.deadletters",
            27L);

    @Test
    void no_package_has_more_files_than_can_be_overlooked() throws IOException {
        Map<String, Long> tooLarge = new TreeMap<>();
        sizes().forEach((name, files) -> {
            if (files > LARGER.getOrDefault(name, MOST)) {
                tooLarge.put(name, files);
            }
        });
        assertThat(tooLarge).isEmpty();
    }

    private static Map<String, Long> sizes() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                15,
                (path, attributes) ->
                        path.toString().matches(".*/src/main/java/.*\\.java") && !path.endsWith("package-info.java"))) {
            return files.map(path -> path.toString().replaceAll(".*/src/main/java/(.*)/[^/]+", "$1"))
                    .collect(Collectors.groupingBy(name -> name.replace('/', '.'), Collectors.counting()));
        }
    }
}
