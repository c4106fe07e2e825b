package io.patchline.cli.output;

/** Text that comes from patches, for a terminal: what could move the cursor, change the title or hide something is shown instead of obeyed. */
public final class SafeText {
    private static final char ESCAPE = '\u001b';

    private SafeText() {}

    /** On one line: line breaks and tabs are spaces. */
    public static String line(String text) {
        return lines(text.replace('\n', ' ').replace('\t', ' ')).strip();
    }

    /** Line breaks, tabs and colours stay; any other control character is shown as its picture or as {@code U+XXXX}. */
    public static String lines(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int colour = endOfColour(text, at);
            if (colour > at) {
                safe.append(text, at, colour);
                at = colour;
                continue;
            }
            int c = text.codePointAt(at);
            append(safe, c);
            at += Character.charCount(c);
        }
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        if (c == '\n' || c == '\t') {
            safe.appendCodePoint(c);
        } else if (c < ' ') {
            safe.append((char) ('\u2400' + c));
        } else if (c == 0x7f) {
            safe.append('\u2421');
        } else if (isInvisible(c)) {
            safe.append("<U+%04X>".formatted(c));
        } else {
            safe.appendCodePoint(c);
        }
    }

    /** C1 controls, and what changes the direction or the lines of text without being seen. */
    private static boolean isInvisible(int c) {
        return (c >= 0x80 && c < 0xa0)
                || (c >= 0x200e && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    /** Behind a sequence that sets colours and nothing else (ECMA-48, SGR); the same place if there is none. */
    private static int endOfColour(String text, int at) {
        if (text.charAt(at) != ESCAPE || at + 1 >= text.length() || text.charAt(at + 1) != '[') {
            return at;
        }
        int end = at + 2;
        while (end < text.length() && end - at < 32 && "0123456789;:".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end < text.length() && text.charAt(end) == 'm' ? end + 1 : at;
    }
}
