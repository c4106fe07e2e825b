package io.patchline.executor.git.message;

import java.util.regex.Pattern;

/**
 * The words of others in a commit's message, changed by a space each where a reader of messages would take them for more than words. So what is written below them stays what it is.
 */
public final class EscapedText {
    /** Where git takes a message to end: commit --cleanup=scissors, log and interpret-trailers, whatever the character for comments is. */
    private static final Pattern SCISSORS = Pattern.compile("(-- )>8(?= --)");

    /** Where interpret-trailers and am take it to end; and what only the executor says, for whoever looks for it line by line. */
    private static final Pattern BEGIN =
            Pattern.compile("(?md)^(?=---(?:\\s|$)|diff -|Index: |(?i:patchline-[a-z]+[ \\t]*\\p{Punct}))");

    private EscapedText() {}

    /** Lines of text, of which none can end the message or be taken for a trailer of the executor's. */
    public static String of(String lines) {
        return BEGIN.matcher(SCISSORS.matcher(lines).replaceAll("$1> 8")).replaceAll(" ");
    }
}
