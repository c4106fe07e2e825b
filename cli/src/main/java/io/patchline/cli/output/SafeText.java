package io.patchline.cli.output;

/** Text that comes from patches, for a terminal: what could move the cursor, change the title or hide something is shown instead of obeyed. */
public final class SafeText {
    private static final char ESCAPE = '\u001b';

    private SafeText() {}

    /** On one line: line breaks and tabs are spaces, and nothing is coloured. */
    public static String line(String text) {
        return plain(text.replace('\n', ' ').replace('\t', ' ')).strip();
    }

    /** Line feeds, tabs and colours stay; any other control character is shown as its picture or as {@code U+XXXX}. */
    public static String lines(String text) {
        return shown(text, true);
    }

    /** The same without colours, by which text can be hidden as well: of what somebody is to judge. */
    public static String plain(String text) {
        return shown(text, false);
    }

    /** Each line behind two blanks. A line ends at a line feed and nowhere else: what stands behind a lone carriage return is of the same line. */
    public static String indented(String text) {
        String lines = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return text.isEmpty() ? "" : "  " + lines.replace("\n", "\n  ") + "\n";
    }

    /** JSON that says the same, in which what would be obeyed or not seen is escaped: it stands nowhere but in strings. */
    public static String json(String document) {
        StringBuilder safe = new StringBuilder(document.length());
        for (int i = 0; i < document.length(); i++) {
            char c = document.charAt(i);
            if (c == 0x7f || isInvisible(c)) {
                safe.append("\\u%04x".formatted((int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    /** Whether a colour is in it that stays one. */
    static boolean hasColours(String text) {
        for (int at = text.indexOf(ESCAPE); at >= 0; at = text.indexOf(ESCAPE, at + 1)) {
            if (endOfColour(text, at) > at) {
                return true;
            }
        }
        return false;
    }

    private static String shown(String text, boolean colours) {
        StringBuilder safe = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int colour = colours ? endOfColour(text, at) : at;
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

    /** C1 controls, and what changes the direction or the lines of text, or has no width, without being seen (Unicode TR 36). */
    private static boolean isInvisible(int c) {
        return (c >= 0x80 && c < 0xa0)
                || c == 0x061c
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0xfeff;
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
