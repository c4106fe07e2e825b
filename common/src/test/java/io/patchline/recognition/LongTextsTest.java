package io.patchline.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.shell.ShellLexer;
import io.patchline.shell.ShellText;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a text is, is told in a time and a memory that grow as its length does, whatever is in it: most of these took seconds to hours, and some all the memory there is. Nobody's deadline is heard
 * meanwhile, in the ingest service and in the executor.
 */
class LongTextsTest {
    private static final long SEED = Long.getLong("patchline.seed", 20261127);

    /** As long as a body may be. */
    private static final int LENGTH = 1 << 20;

    /** Of random pieces there are many. */
    private static final int LENGTH_OF_PIECES = 50_000;

    /** Of a processor: how long it takes depends on what else the machine does. Two are what the longest takes. */
    private static final Duration MOST_TIME = Duration.ofSeconds(15);

    private static final String DIFF = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
    private static final String SCRIPT = "patch <<'E'\n" + DIFF + "E\n";

    /** Pieces with which something begins that ends elsewhere, or nowhere. */
    private static final List<String> PIECES = List.of(
            "\"$(",
            ")\"",
            "'",
            "`",
            "(",
            "((",
            "))",
            "${",
            "}",
            "$((",
            "<<'E'\n",
            "<<a",
            "E\n",
            "[[ ",
            " ]]",
            "case a in ",
            "esac",
            ";;",
            " ",
            "\t",
            "\n",
            "{",
            "{\n",
            "[\n",
            ":",
            "\\",
            "#",
            "f()",
            "function ",
            "bash ",
            "sh -c ",
            "cat ",
            "a",
            "a/",
            "_",
            "-x",
            "=",
            ">&",
            "```",
            "~~~",
            "<a",
            "<a>",
            "<a[",
            "]]>",
            "--- a\n",
            "+++ b\n",
            "@@ -1 +1 @@\n",
            "-a\n",
            "+b\n",
            "1a\n",
            ".\n",
            "1c1\n",
            "<<<<<<<\n",
            ">>>>>>>\n",
            "<<<<<<< SEARCH\n",
            "=======\n",
            ">>>>>>> REPLACE\n",
            "*** Begin Patch\n",
            "*** End Patch\n",
            "*** ",
            "Binary files a and b differ\n",
            " and a",
            "diff --git a b\n",
            "index ",
            "0",
            "#!/bin/sh -e\n",
            "\u001b[",
            "\r\n",
            "\\n",
            "x.\n");

    static Stream<Named<String>> texts() {
        return Stream.of(
                text("slashes of a program's name", "#!", "/", "x"),
                text("options of a program", "#!/bin/sh", " -e", " x"),
                text("brackets on lines of their own", "{\n", "{\n", ""),
                text("parentheses", "{ ", "(", ""),
                text("backticks behind parentheses", "{ ", "(", "", "`", ""),
                text("conditions without an end", "", "[[ a ", ""),
                text("cases without an end", "{ ", "case a in ", ""),
                text("blanks in a case", "[ case a in", " ", ";esac"),
                text("cases in a case", "[ case a in", " in ", ";esac"),
                text("duplications of descriptors", "{ ", ">&", ""),
                text("shells on lines of their own", "", "bash 'x'\n", SCRIPT),
                text("shells on one line", "", "bash 'x';", "\n" + SCRIPT),
                text("segments of a path", "", "a/", "a <<'E'\n" + DIFF + "E\n"),
                text("commands of ed", "", "1a\n", ""),
                text("conflicts", "", "<<<<<<<\n", ""),
                text("names of old files", "", "---\n", ""),
                text("names of old files and blank lines", "", "---\n", "", "\n", ""),
                text("binary files", "Binary files a", " and a", ""),
                text("hunks with prose between them", "--- a/x\n+++ b/x\n", "@@ -1 +1 @@\n-a\n+b\nx\n", ""),
                text("tags around a diff", "", "<a>\n", DIFF, "+\n", ""),
                text("a tag without an end", "<", "a", "\n" + DIFF),
                text("tags on one line", "", "<a", "<<\n" + DIFF),
                text("tags with brackets", "", "<a[", "<<\n" + DIFF),
                text("a here-document without an end", "cat <<", "a", "<\n" + DIFF),
                text("underlines before a patch", "", "_", "*** Begin Patch\n*** Update File: a\n*** End Patch\n"),
                text("quotes in quotes", "{ ", "\"$(", "", ")\"", ""));
    }

    /** What another attack found on the same day, some of them the same in other words. */
    static Stream<Named<String>> others() {
        return Stream.of(
                text("names of old files with blank lines between", "--- a\n", "\n--- a\n", ""),
                text("binary files without their difference", "Binary files x", " and x", "\n"),
                text("hunks", "--- a/x\n+++ b/x\n", "@@ -1 +1 @@\n-a\n+b\n", ""),
                text("tags with brackets above a diff", "", "<a[", "< b\n" + DIFF),
                text("parentheses of a condition", "[ ", "(", ""),
                text("backticks behind parentheses of a condition", "[ ", "(", "", "``", ""),
                text("conditions", "", "[[ -f x ]] ", ""),
                text("cases without patterns", "{ case x in ", " in x", " esac"),
                text("duplications of both outputs", "{ ", "&>", ""),
                text("shells below a diff", "git apply <<'X'\n" + DIFF + "X\n", "sh 'a'\n", ""),
                text("shells on a line below a diff", "git apply <<'X'\n" + DIFF + "X\n", "sh 'a';", ""),
                text("quotes in quotes of a script", SCRIPT + "sh ", "\"$(", "x", ")\"", " ["));
    }

    /** Half of the text is this piece and half the other. */
    private static Named<String> text(
            String name, String before, String piece, String between, String other, String after) {
        return Named.of(
                name,
                before
                        + piece.repeat(LENGTH / 2 / piece.length())
                        + between
                        + other.repeat(LENGTH / 2 / other.length())
                        + after);
    }

    private static Named<String> text(String name, String before, String piece, String after) {
        return Named.of(name, before + piece.repeat(LENGTH / piece.length()) + after);
    }

    @ParameterizedTest
    @MethodSource({"texts", "others"})
    void are_read_in_time(String text) throws InterruptedException {
        assertReadInTime(text, "");
    }

    @RepeatedTest(200)
    void of_any_pieces_are_read_in_time(RepetitionInfo repetition) throws InterruptedException {
        long seed = SEED + repetition.getCurrentRepetition();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < LENGTH_OF_PIECES) {
            List<String> some = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                    .toList();
            text.repeat(String.join("", some), 1 + random.nextInt(LENGTH_OF_PIECES / 2));
            text.setLength(Math.min(text.length(), LENGTH_OF_PIECES));
        }
        assertReadInTime(text.toString(), "seed " + seed);
    }

    @Test
    void quotes_in_quotes_are_not_held_once_for_each_that_is_around_them() {
        String text = "\"$(".repeat(12_000) + "x" + ")\"".repeat(12_000) + " [";

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

    private static void assertReadInTime(String text, String which) throws InterruptedException {
        AtomicReference<Object> recognition = new AtomicReference<>("none in " + MOST_TIME);
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            try {
                Shebang.refusal(text);
                Shebang.options(text);
                recognition.set(TextRecognizer.recognize(text));
            } catch (RuntimeException | Error e) {
                recognition.set(e);
            }
        });
        ThreadMXBean times = ManagementFactory.getThreadMXBean();
        boolean ended = false;
        while (!ended && times.getThreadCpuTime(reader.threadId()) < MOST_TIME.toNanos()) {
            ended = reader.join(Duration.ofMillis(50));
        }

        assertThat(recognition.get()).as(which).isInstanceOf(Recognition.class);
    }
}
