package io.patchline.executor.edit;

import static io.patchline.patch.PatchAction.Matching.BLOCK;
import static io.patchline.patch.PatchAction.Matching.PATTERN;
import static io.patchline.patch.PatchAction.Occurrences.ALL;
import static io.patchline.patch.PatchAction.Occurrences.FIRST;
import static io.patchline.patch.PatchAction.Occurrences.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.MemoryTree;
import io.patchline.executor.diff.TextFile;
import io.patchline.outcome.ErrorCode;
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

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        "no match",
                        PATTERN,
                        ALL,
                        "return 1;\n",
                        "return 2;",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "line 1: return 1;"),
                Arguments.of(
                        "no match and no expression",
                        PATTERN,
                        ALL,
                        "a(b",
                        "\\d(b",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "no regular expression"),
                Arguments.of(
                        "code that would match other text as an expression",
                        PATTERN,
                        ALL,
                        "let a = total( items );\nlet totalitems = 3;\n",
                        "total(items)",
                        "sum(items)",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "stands nowhere in f; it reads as plain text"),
                Arguments.of(
                        "an index that would be a class of characters",
                        PATTERN,
                        ALL,
                        "x = list0\n",
                        "list[0]",
                        "y",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "reads as plain text"),
                Arguments.of(
                        "an addition that would repeat a letter",
                        PATTERN,
                        ALL,
                        "aab\n",
                        "a+b",
                        "y",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "reads as plain text"),
                Arguments.of(
                        "code with a choice between blanks",
                        PATTERN,
                        ALL,
                        "type A = string\n",
                        "A = string | null",
                        "y",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "reads as plain text"),
                Arguments.of(
                        "the begin of a line without a flag",
                        PATTERN,
                        ALL,
                        "[core]\nversion = 1\n",
                        "^version = .*$",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "It would match as \"(?m)^version = .*$\""),
                Arguments.of(
                        "line breaks without a flag",
                        PATTERN,
                        ALL,
                        "<a>\n</a>\n",
                        "<a>.*</a>",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "(?s)"),
                Arguments.of(
                        "a lookbehind",
                        PATTERN,
                        ALL,
                        "v=1\n",
                        "(?<=v=)\\d",
                        "2",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "lookbehind and atomic groups, here \"(?<=\", are not supported by RE2"),
                Arguments.of(
                        "a back reference",
                        PATTERN,
                        ALL,
                        "aa\n",
                        "(\\w)\\1",
                        "2",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "Back references"),
                Arguments.of(
                        "a text that is escaped twice",
                        BLOCK,
                        ONE,
                        "def f():\n    return 1\n",
                        "def f():\\n    return 1",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "The search text is not in f. It is escaped twice: it has a backslash"),
                Arguments.of(
                        "HTML escapes",
                        BLOCK,
                        ONE,
                        "if a < b:\n",
                        "if a &lt; b:",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "HTML escapes"),
                Arguments.of(
                        "another normal form",
                        BLOCK,
                        ONE,
                        "cafe\u0301 one\n",
                        "caf\u00E9 one",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "normal form (U+00E9"),
                Arguments.of(
                        "a character that is not seen",
                        BLOCK,
                        ONE,
                        "a\u200Bb\n",
                        "ab",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "a\\u200Bb"),
                Arguments.of(
                        "quotes within a line",
                        BLOCK,
                        ONE,
                        "x = 'a' # it’s\n",
                        "# it's",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "typographic quotes"),
                Arguments.of(
                        "other case",
                        PATTERN,
                        ALL,
                        "Hello World\n",
                        "hello world",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "upper and lower case"),
                Arguments.of(
                        "line numbers",
                        BLOCK,
                        ONE,
                        "a\nb\n",
                        "12: a\n13: b",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "line numbers"),
                Arguments.of(
                        "a file of lone CRs",
                        BLOCK,
                        ONE,
                        "a\rb\r",
                        "a\nb",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "CR alone"),
                Arguments.of(
                        "lines left out",
                        BLOCK,
                        ONE,
                        "a\nb\nc\n",
                        "a\n...\nc",
                        "x",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "stands for nothing"),
                Arguments.of(
                        "indentation that cannot be told",
                        BLOCK,
                        ONE,
                        "one\n  end\n",
                        "one\nend",
                        "ONE\nEND",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "The search text fits only if indentation is ignored"),
                Arguments.of(
                        "several places with what stands around them",
                        PATTERN,
                        ONE,
                        "first\nx\nlast\nother\nx\n",
                        "x",
                        "z",
                        ErrorCode.CONTEXT_AMBIGUOUS,
                        "4: other"),
                Arguments.of(
                        "two matches and one wanted",
                        PATTERN,
                        ONE,
                        "x\ny\nx\n",
                        "x",
                        "z",
                        ErrorCode.CONTEXT_AMBIGUOUS,
                        "2 times in f, at lines 1, 3"),
                Arguments.of(
                        "an expression that matches nothing",
                        PATTERN,
                        ALL,
                        "abc",
                        "[0-9]*",
                        "y",
                        ErrorCode.INVALID_PATCH,
                        "matches the empty string"),
                Arguments.of(
                        "an expression that only sometimes does",
                        PATTERN,
                        ALL,
                        "abc",
                        "\\b",
                        "y",
                        ErrorCode.INVALID_PATCH,
                        "matches the empty string"),
                Arguments.of(
                        "a group that is not there",
                        PATTERN,
                        ALL,
                        "a1",
                        "(\\d)",
                        "$2",
                        ErrorCode.INVALID_PATCH,
                        "no such group"),
                Arguments.of(
                        "a named group that is not there",
                        PATTERN,
                        ALL,
                        "a1",
                        "(\\d)",
                        "${n}",
                        ErrorCode.INVALID_PATCH,
                        "no such group"),
                Arguments.of(
                        "what would change nothing",
                        PATTERN,
                        ALL,
                        "abc",
                        "b",
                        "b",
                        ErrorCode.INVALID_PATCH,
                        "would change nothing"),
                Arguments.of(
                        "a result that is too large",
                        PATTERN,
                        ALL,
                        "a".repeat(2_000),
                        "a",
                        "b".repeat(1_000),
                        ErrorCode.FILE_REFUSED,
                        "larger than"),
                Arguments.of(
                        "an expression too large to compile",
                        PATTERN,
                        ALL,
                        "a",
                        "((b{1000}){1000}){1000}",
                        "x",
                        ErrorCode.FILE_REFUSED,
                        "too large"),
                Arguments.of(
                        "a block that is not there",
                        BLOCK,
                        ONE,
                        "alpha\nbeta\n",
                        "alpha\ngamma\n",
                        "x\n",
                        ErrorCode.CONTEXT_NOT_FOUND,
                        "line 2 differs"),
                Arguments.of(
                        "a block that is there twice",
                        BLOCK,
                        ONE,
                        "a\nb\na\n",
                        "a\n",
                        "x\n",
                        ErrorCode.CONTEXT_AMBIGUOUS,
                        "lines 1, 3"),
                Arguments.of(
                        "a block that is there twice, roughly",
                        BLOCK,
                        ONE,
                        "a \nb\na \n",
                        "a\n",
                        "x\n",
                        ErrorCode.CONTEXT_AMBIGUOUS,
                        "lines 1, 3"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    @Timeout(10)
    void it_refuses(
            String name,
            Matching matching,
            Occurrences occurrences,
            String text,
            String pattern,
            String replacement,
            ErrorCode code,
            String message) {
        EditRefusedException refusal = catchThrowableOfType(
                EditRefusedException.class,
                () -> replaced(text, new ReplaceText(new FilePath("f"), pattern, replacement, matching, occurrences)));

        assertThat(refusal).as(name).isNotNull();
        assertThat(refusal.faults().getFirst().code()).isEqualTo(code);
        assertThat(refusal).hasMessageContaining(message);
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
