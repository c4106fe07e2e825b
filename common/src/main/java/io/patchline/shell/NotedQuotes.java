package io.patchline.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The quotes of a script, as they are read. What stands in double quotes may have others in it, to any depth, and each is kept whole: together they are at most {@value #MOST_COPIES} times the script, and some thousand characters,
 * which is more than any that somebody wrote. For one thread.
 */
final class NotedQuotes {
    private static final int MOST_COPIES = 4;
    private static final int OF_ANY = 4_096;

    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\$`])");

    private final String text;
    private final List<ShellText.Quote> noted = new ArrayList<>();
    private long characters;
    private boolean prose;
    private boolean whole = true;

    NotedQuotes(String text) {
        this.text = text;
    }

    /**
     * @param ansi whether it is one of bash's {@code $'…'}
     */
    void note(int start, String contents, boolean ansi) {
        noted.add(new ShellText.Quote(start, contents));
        char before = start == 0 ? '\n' : text.charAt(start - 1);
        prose |= contents.contains("\n") && !ansi && Character.isLetterOrDigit(before);
    }

    /**
     * @param end the offset of its closing quote
     */
    void noteDouble(int start, int end) {
        characters += end - start;
        if (characters > (long) MOST_COPIES * text.length() + OF_ANY) {
            whole = false;
        } else {
            note(start, ESCAPED.matcher(text.substring(start + 1, end)).replaceAll("$1"), false);
        }
    }

    /** In the order in which they end. */
    List<ShellText.Quote> noted() {
        return noted;
    }

    /** Whether one that runs over a line's end opens in the middle of a word, as an apostrophe does. */
    boolean haveProse() {
        return prose;
    }

    /** Whether all of them are noted. */
    boolean areWhole() {
        return whole;
    }
}
