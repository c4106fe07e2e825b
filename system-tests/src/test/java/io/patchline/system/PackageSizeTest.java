package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A package is small enough to be read as one. What is larger has more than one job: cut it, and say so in docs/architecture.md. */
class PackageSizeTest {
    /** With its package-info. */
    private static final long MOST = 25;

    @Test
    void no_package_has_more_than_25_files() {
        Map<String, Long> sizes = sizes();
        assertThat(sizes).hasSizeGreaterThan(30);

        Map<String, Long> tooLarge = new TreeMap<>(sizes);
        tooLarge.values().removeIf(files -> files <= MOST);
        assertThat(tooLarge).isEmpty();
    }

    private static Map<String, Long> sizes() {
        return Sources.main().stream()
                .map(path -> path.toString().replaceAll(".*/src/main/java/(.*)/[^/]+", "$1"))
                .collect(Collectors.groupingBy(name -> name.replace('/', '.'), Collectors.counting()));
    }
}
