package io.patchline.executor.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.parser.DiffParser;
import io.patchline.patch.FilePath;
import io.patchline.patch.WorkspaceRoots;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A diff as long as a body may be is read in a time that grows with its length and not with its square: nobody's deadline is heard meanwhile. */
class ParserBoundsTest {
    private static final int LENGTH = 1 << 20;

    /** Of a processor: how long it takes depends on what else the machine does. */
    private static final Duration MOST_TIME = Duration.ofSeconds(15);

    private static Stream<Arguments> diffs() {
        String block = "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n";
        String hunk = "@@ -1 +1 @@\n-a\n+b\n";
        return Stream.of(
                Arguments.of("blanks in a name", filled("--- a/x", " ", "y\n+++ b/x\n" + hunk)),
                Arguments.of(
                        "blanks in an anchor",
                        filled("*** Begin Patch\n*** Update File: x\n@@ a", " ", "b\n-a\n+b\n*** End Patch\n")),
                Arguments.of("slashes above a block", filled("", "/", "\n" + block)),
                Arguments.of("backticks above a block", filled("x", "`", "\n" + block)),
                Arguments.of("quotes above a block", filled("x", "`a", "\n" + block)),
                Arguments.of("dots above a block", filled("x", ".a", "!\n" + block)),
                Arguments.of("hunks", filled("--- a/x\n+++ b/x\n", hunk, "")),
                Arguments.of("hunks without numbers", filled("--- a/x\n+++ b/x\n", "@@\n-a\n+b\n", "")),
                Arguments.of(
                        "hunks that promise more", filled("--- a/x\n+++ b/x\n", "@@ -1,9 +1,9 @@\n-a\n+b\n\n", "")),
                Arguments.of(
                        "removed lines like names", filled("--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n", "--- \n \n", "")),
                Arguments.of("first names", filled("", "--- a\n\n", "")),
                Arguments.of("headers of git", filled("", "diff --git a/x b/x\n", "")),
                Arguments.of("blank lines", filled("--- a/x\n+++ b/x\n" + hunk, "\n", hunk)),
                Arguments.of("blocks", filled("x\n", block, "")),
                Arguments.of("blocks without their end", filled("x\n", "<<<<<<< SEARCH\n=======\n", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("diffs")
    void a_long_diff_is_read_or_refused_in_time(String name, String diff) throws InterruptedException {
        AtomicReference<Object> read = new AtomicReference<>("nothing in " + MOST_TIME);
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            try {
                read.set(DiffParser.read(diff, Optional.of(new FilePath("x")), WorkspaceRoots.NONE));
            } catch (EditRefusedException | Error e) {
                read.set(e);
            }
        });
        ThreadMXBean times = ManagementFactory.getThreadMXBean();
        boolean ended = false;
        while (!ended && times.getThreadCpuTime(reader.threadId()) < MOST_TIME.toNanos()) {
            ended = reader.join(Duration.ofMillis(50));
        }

        assertThat(read.get()).as(name).isInstanceOfAny(DiffParser.Reading.class, EditRefusedException.class);
    }

    private static String filled(String begin, String piece, String end) {
        return begin + piece.repeat(Math.max(0, LENGTH - begin.length() - end.length()) / piece.length()) + end;
    }
}
