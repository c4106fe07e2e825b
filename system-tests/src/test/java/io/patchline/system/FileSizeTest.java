package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file, a test's too, is small enough to be read in one go. What is larger has more than one subject: cut it by subject. */
class FileSizeTest {
    private static final long MOST = 300;

    @Test
    void no_file_has_more_than_300_lines() {
        Map<String, Long> tooLarge = new TreeMap<>();
        Stream.of(Sources.main(), Sources.tests()).flatMap(List::stream).forEach(file -> {
            long lines = Sources.read(file).lines().count();
            if (lines > MOST) {
                tooLarge.put(Sources.className(file), lines);
            }
        });
        assertThat(tooLarge).isEmpty();
        assertThat(Sources.tests()).hasSizeGreaterThan(200);
    }
}
