package io.patchline.executor.edit;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells a pattern that is meant as a regular expression from plain code that only reads as one. {@code total(items)} is an expression as well,
 * and matches {@code totalitems}: code that does not stand in the file must not change other text instead.
 */
final class PatternForm {
    /** What code rarely has and expressions need: classes, escapes of signs, anchors, groups with a question mark, counted repeats. */
    private static final Pattern OPERATORS =
            Pattern.compile(
                    "\\\\[dDwWsSbBAzpP.()\\[\\]{}*+?^$|/-]" // \d \. \(
                            + "|\\.[*+?]" // .*
                            + "|\\[\\^|\\[[^\\]\\s]*\\w-\\w[^\\]]*]|\\[\\[:|(?<![\\w)\\]])\\[[^\\]\\s,]{2,}][*+?{\\w]" // [^a] [a-z] [Cc]o
                            + "|^\\^|(?<=[^\\s$])\\$$" // ^a b$
                            + "|\\(\\?[a-zA-Z:<=!P-]" // (?m) (?:
                            + "|[\\w)\\]]\\{\\d+(,\\d*)?}" // a{2}
                            + "|(?<=[\\w).\\]])\\|(?=[\\w(.\\[\\\\^])"); // a|b

    /** Groups that RE2 does not know, and what is written instead. */
    private static final Pattern LOOK_AROUND = Pattern.compile("\\(\\?(<?[=!]|>)");

    private static final Pattern BACK_REFERENCE = Pattern.compile("\\\\[1-9]");

    private PatternForm() {}

    static boolean isExpression(String pattern) {
        return OPERATORS.matcher(pattern).find();
    }

    /** What the pattern has that is no part of RE2's syntax, and the way around; absent if it is something else. */
    static Optional<String> unsupported(String pattern) {
        var around = LOOK_AROUND.matcher(pattern);
        if (around.find()) {
            return Optional.of("Lookahead, lookbehind and atomic groups, here \"" + around.group()
                    + "\", are not supported by RE2. Match the text around too, in a group, and put it back: pattern \"(before)text\","
                    + " replacement \"$1new\"");
        }
        return BACK_REFERENCE.matcher(pattern).find()
                ? Optional.of(
                        "Back references such as \\1 within a pattern are not supported by RE2. Write the text out")
                : Optional.empty();
    }
}
