package io.patchline.executor.edit;

import com.google.re2j.Matcher;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.outcome.ErrorCode;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text that comes in the place of a regular expression's match. {@code $1} or {@code \1} and <code>${name}</code> stand for what the
 * expression's groups matched, {@code $0} for all of it, {@code $$} for a dollar sign. For an expression without groups everything but {@code $0}
 * and {@code $$} is taken as it is.
 */
record Replacement(String template) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|[$\\\\](\\d)|\\$\\{(\\w+)}");

    /**
     * @throws EditRefusedException if the template names a group that the expression does not have
     */
    String of(Matcher match) throws EditRefusedException {
        java.util.regex.Matcher references = REFERENCE.matcher(template);
        StringBuilder text = new StringBuilder();
        int cursor = 0;
        while (references.find()) {
            text.append(template, cursor, references.start()).append(value(references.toMatchResult(), match));
            cursor = references.end();
        }
        return text.append(template, cursor, template.length()).toString();
    }

    private static String value(MatchResult reference, Matcher match) throws EditRefusedException {
        if (reference.group().equals("$$")) {
            return "$";
        }
        if (reference.group().equals("$0")) {
            return match.group();
        }
        if (match.groupCount() == 0) {
            return reference.group();
        }
        String value = reference.group(1) != null ? numbered(reference, match) : named(reference, match);
        return value == null ? "" : value;
    }

    private static @Nullable String numbered(MatchResult reference, Matcher match) throws EditRefusedException {
        int group = Integer.parseInt(reference.group(1));
        if (group > match.groupCount()) {
            throw unknown(reference);
        }
        return match.group(group);
    }

    private static @Nullable String named(MatchResult reference, Matcher match) throws EditRefusedException {
        try {
            return match.group(reference.group(2));
        } catch (IllegalArgumentException e) {
            throw unknown(reference);
        }
    }

    private static EditRefusedException unknown(MatchResult reference) {
        return new EditRefusedException(
                ErrorCode.INVALID_PATCH,
                "The replacement has " + reference.group()
                        + ", and the regular expression has no such group. Write $$ for a dollar sign.");
    }
}
