package io.patchline.recognition;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a text is, is told in a time and a memory that grow as its length does, whatever is in it: most of these took seconds to hours, and some all the memory there is. */
class LongTextsTest {
    private static final long SEED = Long.getLong("patchline.seed", 20261127);
    private static final int LENGTH = 200_000;
    private static final Duration WITHIN = Duration.ofSeconds(20);
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
    @MethodSource("texts")
    void are_read_in_time(String text) {
        assertReadInTime(text);
    }

    @RepeatedTest(200)
    void of_any_pieces_are_read_in_time(RepetitionInfo repetition) {
        long seed = SEED + repetition.getCurrentRepetition();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < LENGTH / 4) {
            List<String> some = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                    .toList();
            text.repeat(String.join("", some), 1 + random.nextInt(LENGTH / 8));
            text.setLength(Math.min(text.length(), LENGTH / 4));
        }
        assertThatCode(() -> assertReadInTime(text.toString()))
                .as("seed %d", seed)
                .doesNotThrowAnyException();
    }

    private static void assertReadInTime(String text) {
        assertTimeoutPreemptively(WITHIN, () -> {
            Shebang.refusal(text);
            Shebang.options(text);
            return TextRecognizer.recognize(text);
        });
    }
}
