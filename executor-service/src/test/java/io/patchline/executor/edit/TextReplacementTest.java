package io.patchline.executor.edit;

import static io.patchline.patch.PatchAction.Matching.BLOCK;
import static io.patchline.patch.PatchAction.Matching.PATTERN;
import static io.patchline.patch.PatchAction.Occurrences.ALL;
import static io.patchline.patch.PatchAction.Occurrences.FIRST;
import static io.patchline.patch.PatchAction.Occurrences.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.MemoryTree;
import io.patchline.executor.diff.TextFile;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction.Matching;
import io.patchline.patch.PatchAction.Occurrences;
import io.patchline.patch.PatchAction.ReplaceText;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextReplacementTest {

    static Stream<Arguments> replaceable() {
        return Stream.of(
                Arguments.of("every occurrence of literal text", PATTERN, ALL, "a.b a.b axb", "a.b", "$1", "$1 $1 axb"),
                Arguments.of("the first occurrence only", PATTERN, FIRST, "x x x", "x", "y", "y x x"),
                Arguments.of("the only occurrence", PATTERN, ONE, "one two", "two", "2", "one 2"),
                Arguments.of("an expression where the text is nowhere", PATTERN, ALL, "v1 v22", "v\\d+", "v3", "v3 v3"),
                Arguments.of("an expression with groups", PATTERN, ALL, "a=1 b=2", "(\\w)=(\\d)", "$2=\\1", "1=a 2=b"),
                Arguments.of(
                        "an expression with a named group", PATTERN, ALL, "a=1", "(?P<key>\\w)=", "${key}:", "a:1"),
                Arguments.of("all of a match, and a dollar sign", PATTERN, ALL, "5", "\\d", "$0 $$", "5 $"),
                Arguments.of(
                        "a dollar sign without groups is a dollar sign",
                        PATTERN,
                        ALL,
                        "cost 5",
                        "\\d",
                        "$1",
                        "cost $1"),
                Arguments.of("an expression over lines", PATTERN, ALL, "a\nb\n", "(?m)^(.)$", "<$1>", "<a>\n<b>\n"),
                Arguments.of("text with an empty replacement", PATTERN, ALL, "abc", "b", "", "ac"),
                Arguments.of(
                        "LF in the pattern where the file has CR LF",
                        PATTERN,
                        ALL,
                        "a\r\nb\r\n",
                        "a\nb",
                        "x\ny",
                        "x\r\ny\r\n"),
                Arguments.of("a file with a byte order mark", PATTERN, ALL, "\uFEFFa\n", "a", "b", "\uFEFFb\n"),
                Arguments.of("a block within a line", BLOCK, ONE, "call(old);\n", "old", "new", "call(new);\n"),
                Arguments.of("a block of lines", BLOCK, ONE, "a\nb\nc\n", "b\nc\n", "B\n", "a\nB\n"),
                Arguments.of(
                        "a block with other blanks at line ends",
                        BLOCK,
                        ONE,
                        "a  \nb\t\nc\n",
                        "a\nb",
                        "a\nB",
                        "a  \nB\nc\n"),
                Arguments.of(
                        "a block without the file's indentation",
                        BLOCK,
                        ONE,
                        "{\n    a\n    b\n}\n",
                        "a\nb\n",
                        "a\nif x\n  y\n",
                        "{\n    a\n    if x\n      y\n}\n"),
                Arguments.of(
                        "a block with plain quotes", BLOCK, ONE, "say “hi”\n", "say \"hi\"", "say bye", "say bye\n"),
                Arguments.of("the first of several blocks", BLOCK, FIRST, " a\n a\n", "a \n", "b\n", " b\n a\n"),
                Arguments.of("every block", BLOCK, ALL, "a \nx\na \n", "a\n", "b\n", "b\nx\nb\n"),
                Arguments.of(
                        "a lone CR in what comes",
                        BLOCK,
                        ONE,
                        "  p = 1\n  q = 2\n",
                        "p = 1\nq = 2",
                        "p = \"a\rb\"\nq = 3",
                        "  p = \"a\rb\"\n  q = 3\n"),
                Arguments.of("a lone CR in what is sought", BLOCK, ONE, " a\rb\n", "a\rb", "a\rc", " a\rc\n"),
                Arguments.of(
                        "typographic quotes for plain ones",
                        BLOCK,
                        ONE,
                        "print(\"hi\")\n",
                        "print(“hi”)",
                        "print(“hello”)",
                        "print(\"hello\")\n"),
                Arguments.of(
                        "plain quotes for typographic ones",
                        BLOCK,
                        ONE,
                        "say “hi” — now\n",
                        "say \"hi\" - now",
                        "say \"bye\" - now",
                        "say “bye” — now\n"),
                Arguments.of(
                        "no line end at the end", BLOCK, ONE, "  one\n  end", "one\nend", "one\nEND", "  one\n  END"),
                Arguments.of("a class of characters", PATTERN, ALL, "Color color", "[Cc]olor", "hue", "hue hue"),
                Arguments.of("a choice of words", PATTERN, ALL, "cat dog", "cat|dog", "pet", "pet pet"),
                Arguments.of("any text to the end of the line", PATTERN, ALL, "v = 1\n", "v = .*", "v = 2", "v = 2\n"),
                Arguments.of("an expression with a flag", PATTERN, ALL, "f(x)", "(?m)f.x.", "g", "g"),
                Arguments.of(
                        "a block in a file with CR LF", BLOCK, ONE, "a\r\nb \r\n", "a\nb\n", "a\nc\n", "a\r\nc\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replaceable")
    void it_replaces(
            String name,
            Matching matching,
            Occurrences occurrences,
            String text,
            String pattern,
            String replacement,
            String expected)
            throws EditRefusedException {
        assertThat(replaced(text, new ReplaceText(new FilePath("f"), pattern, replacement, matching, occurrences)))
                .as(name)
                .isEqualTo(expected);
    }

    @Test
    @Timeout(20)
    void a_pattern_that_would_hang_a_backtracking_engine_is_done_at_once() throws EditRefusedException {
        String text = "a".repeat(50_000) + "b";

        assertThat(replaced(text, new ReplaceText(new FilePath("f"), "(a|aa)+b", "x", PATTERN, ALL)))
                .isEqualTo("x");
    }

    @Test
    void how_a_text_was_found_is_told_if_not_as_it_is_written() throws EditRefusedException {
        assertThat(note("v1", "v1", PATTERN)).isEmpty();
        assertThat(note("v1", "v\\d", PATTERN)).get().asString().contains("matched as a regular expression");
        assertThat(note("a\n", "a", BLOCK)).isEmpty();
        assertThat(note("  a\n", "a \n", BLOCK)).get().asString().contains("without regard to indentation");
        assertThat(note("'a'\n", "‘a’\n", BLOCK)).get().asString().contains("quotes");
    }

    private static Optional<String> note(String text, String pattern, Matching matching) throws EditRefusedException {
        MemoryTree tree = new MemoryTree(Map.of("f", new TextFile(text, TextFile.NEW_FILE)));
        return TextReplacement.apply(new ReplaceText(new FilePath("f"), pattern, "z", matching, FIRST), tree);
    }

    private static String replaced(String text, ReplaceText action) throws EditRefusedException {
        MemoryTree tree = new MemoryTree(Map.of("f", new TextFile(text, TextFile.NEW_FILE)));
        TextReplacement.apply(action, tree);
        return tree.read(action.path()).text();
    }
}
