package io.patchline.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.shell.ShellLexer;
import io.patchline.shell.ShellText;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A text as long as a body may be is told what it is in a time and with a memory that grow with its length and not with its square: nobody's deadline is heard meanwhile, in the ingest service and
 * in the executor.
 */
class RecognitionBoundsTest {
    private static final int LENGTH = 1 << 20;

    /** Of a processor: how long it takes depends on what else the machine does. Two are what the longest takes. */
    private static final Duration MOST_TIME = Duration.ofSeconds(15);

    private static final String DIFF = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
    private static final String APPLYING = "git apply <<'X'\n" + DIFF + "X\n";

    private static Stream<Arguments> texts() {
        return Stream.of(
                text("first names alone", filled("", "---\n", "")),
                text("first names alone, with blank lines", filled("--- a\n", "\n--- a\n", "")),
                text("commands of ed without their end", filled("", "1a\n", "")),
                text("conflicts without their end", filled("", "<<<<<<<\n", "")),
                text("binary files without their difference", filled("Binary files x", " and x", "\n")),
                text("hunks", filled("--- a/x\n+++ b/x\n", "@@ -1 +1 @@\n-a\n+b\n", "")),
                text("hunks with prose between", filled("--- a/x\n+++ b/x\n", "@@ -1 +1 @@\n-a\n+b\nx\n", "")),
                text("a long delimiter above a diff", filled("cat <<", "a", "<\n" + DIFF)),
                text("tags above a diff", filled("", "<a[", "< b\n" + DIFF)),
                text("parentheses", filled("[ ", "(", "")),
                text("parentheses and backticks", filled("[ " + "(".repeat(LENGTH / 2), "``", "")),
                text("conditions without their end", filled("", "[[ ", "")),
                text("conditions", filled("", "[[ -f x ]] ", "")),
                text("cases without their end", filled("{ ", "case x in ", "")),
                text("cases without patterns", filled("{ case x in ", " in x", " esac")),
                text("duplications", filled("{ ", "&>", "")),
                text("shells on lines of their own", filled(APPLYING, "sh 'a'\n", "")),
                text("shells on one line", filled(APPLYING, "sh 'a';", "")),
                text("quotes in quotes", nested(LENGTH)),
                text("quotes in quotes of a script", APPLYING + "sh " + nested(LENGTH - APPLYING.length())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void a_long_text_is_told_what_it_is_in_time(String name, String text) throws InterruptedException {
        AtomicReference<Object> recognition = new AtomicReference<>("none in " + MOST_TIME);
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            try {
                recognition.set(TextRecognizer.recognize(text));
            } catch (Error e) {
                recognition.set(e);
            }
        });
        ThreadMXBean times = ManagementFactory.getThreadMXBean();
        boolean ended = false;
        while (!ended && times.getThreadCpuTime(reader.threadId()) < MOST_TIME.toNanos()) {
            ended = reader.join(Duration.ofMillis(50));
        }

        assertThat(recognition.get()).as(name).isInstanceOf(Recognition.class);
    }

    @Test
    void quotes_in_quotes_are_not_held_once_for_each_that_is_around_them() {
        String text = nested(60_000);

        ShellText read = ShellLexer.read(text);

        long held = read.quotes().stream()
                .mapToLong(quote -> quote.contents().length())
                .sum();
        assertThat(held).isLessThan(20L * text.length());
        assertThat(read.complete()).isFalse();
    }

    @Test
    void quotes_in_quotes_that_people_write_are_read() {
        ShellText read = ShellLexer.read("bash -c \"echo \"$(cat \"$(find . -name 'x')\")\"\"");

        assertThat(read.complete()).isTrue();
        assertThat(read.quotes()).extracting(ShellText.Quote::contents).contains("x");
    }

    private static Arguments text(String name, String text) {
        return Arguments.of(name, text);
    }

    /** Begin and end with as many in between as make a text of the length. */
    private static String filled(String begin, String piece, String end) {
        return begin + piece.repeat(Math.max(0, LENGTH - begin.length() - end.length()) / piece.length()) + end;
    }

    private static String nested(int length) {
        int levels = (length - 1) / 5;
        return "\"$(".repeat(levels) + "x" + ")\"".repeat(levels) + " [";
    }
}
