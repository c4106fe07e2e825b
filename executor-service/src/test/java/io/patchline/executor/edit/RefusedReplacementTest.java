package io.patchline.executor.edit;

import static io.patchline.patch.PatchAction.Matching.BLOCK;
import static io.patchline.patch.PatchAction.Matching.PATTERN;
import static io.patchline.patch.PatchAction.Occurrences.ALL;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not replaced, and what is said of it. */
class RefusedReplacementTest {
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

    private static String replaced(String text, ReplaceText action) throws EditRefusedException {
        MemoryTree tree = new MemoryTree(Map.of("f", new TextFile(text, TextFile.NEW_FILE)));
        TextReplacement.apply(action, tree);
        return tree.read(action.path()).text();
    }
}
