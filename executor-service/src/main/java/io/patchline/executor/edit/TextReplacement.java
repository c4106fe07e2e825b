package io.patchline.executor.edit;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.FileTree;
import io.patchline.executor.diff.HiddenDifference;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.executor.diff.SimilarLine;
import io.patchline.executor.diff.TextFile;
import io.patchline.executor.diff.WorkLimit;
import io.patchline.executor.placement.BlockReplacement;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchAction.Matching;
import io.patchline.patch.PatchAction.ReplaceText;
import java.util.Optional;

/**
 * Replaces text in a file. Line breaks follow the file's: where all of them are {@code CR LF}, those of the pattern and the replacement count as
 * such.
 */
public final class TextReplacement {
    private final ReplaceText action;
    private final String text;
    private final boolean crlf;
    private final long maxLength;
    private final WorkLimit work;
    private Optional<String> note = Optional.empty();

    private TextReplacement(ReplaceText action, String text, FileTree tree) throws EditRefusedException {
        this.action = action;
        this.text = text;
        this.crlf = text.contains("\r\n") && text.replace("\r\n", "").indexOf('\n') < 0;
        this.maxLength = tree.maxFileBytes();
        this.work = tree.work();
        work.spend(text.length());
    }

    /**
     * Replaces the text.
     *
     * @return how it was found, for whoever reads the outcome, if not as it is written
     * @throws EditRefusedException if nothing matches, more matches than may, the pattern matches the empty string, or nothing would change
     */
    public static Optional<String> apply(ReplaceText action, FileTree tree) throws EditRefusedException {
        TextFile before = tree.read(action.path());
        boolean marked = before.text().startsWith(Document.BYTE_ORDER_MARK);
        String mark = marked ? Document.BYTE_ORDER_MARK : "";
        String text = before.text().substring(mark.length());
        TextReplacement replacement = new TextReplacement(action, text, tree);
        TextFile after = before.withText(mark + replacement.replaced());
        if (after.equals(before)) {
            throw new EditRefusedException(
                    ErrorCode.INVALID_PATCH,
                    "The replacement in " + action.path()
                            + " is the same as what it replaces: it would change nothing.");
        }
        tree.write(action.path(), after);
        return replacement.note;
    }

    private String replaced() throws EditRefusedException {
        String replacement = lineBreaks(action.replacement());
        for (String pattern : new String[] {action.pattern(), lineBreaks(action.pattern())}) {
            if (pattern.isEmpty()) {
                throw matchesNothing();
            }
            TextSearch search = new TextSearch(text, pattern, work);
            if (search.next(0) >= 0) {
                return replace(new Matches.Literal(search, pattern, replacement));
            }
        }
        if (action.matching() == Matching.BLOCK) {
            BlockReplacement block = new BlockReplacement(action, text, work);
            String replaced = block.replaced();
            note = block.note();
            return replaced;
        }
        if (!PatternForm.isExpression(action.pattern())) {
            throw nowhere(
                    "; it reads as plain text and was not tried as a regular expression: if it is one, begin it with (?m)");
        }
        note = Optional.of("the pattern is not in " + action.path()
                + " as it is written; it was matched as a regular expression (RE2)");
        return expressionReplaced(replacement);
    }

    private String lineBreaks(String patchText) {
        return crlf ? patchText.replace("\r\n", "\n").replace("\n", "\r\n") : patchText;
    }

    private String expressionReplaced(String replacement) throws EditRefusedException {
        MeteredText metered = new MeteredText(text, work, PatternSize.size(action.pattern()));
        try {
            return replace(new Matches.Expression(expression().matcher(metered), replacement, work));
        } catch (MeteredText.Exhausted exhausted) {
            throw exhausted.refusal();
        }
    }

    private Pattern expression() throws EditRefusedException {
        try {
            PatternSize.check(action.pattern(), text.length());
            Pattern pattern = Pattern.compile(action.pattern());
            if (pattern.matches("")) {
                throw matchesNothing();
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            String why = PatternForm.unsupported(action.pattern()).orElse(e.getDescription());
            throw nowhere(" as it is, and is no regular expression either (RE2 syntax): " + why);
        }
    }

    private String replace(Matches matches) throws EditRefusedException {
        StringBuilder result = new StringBuilder(text.length());
        MatchCount found = new MatchCount(action.occurrences());
        int cursor = 0;
        while (found.wantsMore() && matches.find()) {
            if (matches.start() == matches.end()) {
                throw matchesNothing();
            }
            if (found.takes(matches.start())) {
                result.append(text, cursor, matches.start()).append(matches.replacement());
                cursor = matches.end();
            }
            if (result.length() > maxLength) {
                throw new EditRefusedException(
                        ErrorCode.FILE_REFUSED, action.path() + " would become larger than " + maxLength + " bytes.");
            }
        }
        if (found.none()) {
            throw nowhere(", neither as it is nor as a regular expression");
        }
        found.refuseAmbiguous(action.path(), text);
        return result.append(text, cursor, text.length()).toString();
    }

    private EditRefusedException nowhere(String how) throws EditRefusedException {
        return new EditRefusedException(
                ErrorCode.CONTEXT_NOT_FOUND,
                "The pattern stands nowhere in " + action.path() + how + ". "
                        + HiddenDifference.explain(action.pattern(), text, work)
                        + (PatternForm.isExpression(action.pattern())
                                ? PatternFlags.suggest(action.pattern(), text, work)
                                : "")
                        + nearest());
    }

    private String nearest() throws EditRefusedException {
        String first = action.pattern()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
        work.spend(SimilarLine.MOST_STEPS);
        var lines = Document.of(text).lines();
        return SimilarLine.in(lines, first)
                .map(place -> "The line most like it is line " + (place + 1) + ": " + LineExcerpt.of(lines.get(place)))
                .orElseGet(() -> lines.isEmpty()
                        ? "The file is empty."
                        : "The file begins with: " + LineExcerpt.of(lines.getFirst()));
    }

    private EditRefusedException matchesNothing() {
        return new EditRefusedException(
                ErrorCode.INVALID_PATCH,
                "The regular expression for " + action.path()
                        + " matches the empty string. Write one that always matches some text.");
    }
}
