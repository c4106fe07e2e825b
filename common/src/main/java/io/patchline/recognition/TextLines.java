package io.patchline.recognition;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Lines, and what may cling to them. */
final class TextLines {
    /** A sequence that sets colours. (Source: ECMA-48, Select Graphic Rendition; EL, which git writes at a line's end.) */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;:]*[mK]");

    /** A byte order mark, and characters without width, at the beginning. */
    private static final Pattern MARKS = Pattern.compile("^[\ufeff\ufffe\u200b\u200c\u200d\u2060]+");

    private TextLines() {}

    /** The lines without their ends. */
    static List<String> of(String text) {
        return Arrays.asList(text.split("\n", -1));
    }

    /** The lines without their ends, carriage returns and colours. */
    static List<String> plain(String text) {
        String plain = text.indexOf('\u001b') < 0 ? text : withoutColours(text);
        return of(plain.indexOf('\r') < 0 ? plain : plain.replace("\r\n", "\n").replace('\r', '\n'));
    }

    static String withoutColours(String text) {
        return COLOUR.matcher(text).replaceAll("");
    }

    static boolean hasColours(String line) {
        return line.indexOf('\u001b') >= 0 && COLOUR.matcher(line).find();
    }

    static String withoutMarks(String text) {
        return MARKS.matcher(text).replaceFirst("");
    }

    /** The text with line breaks where it has them escaped, as {@code \n} or as PowerShell's {@code `n}. */
    static String withEscapedBreaks(String text) {
        return text.replace("\\r\\n", "\n")
                .replace("\\n", "\n")
                .replace("`r`n", "\n")
                .replace("`n", "\n");
    }

    /** Whether more line breaks are escaped than are not. */
    static boolean breaksAreEscaped(String text) {
        return of(withEscapedBreaks(text)).size() > 2 * of(text).size();
    }

    /** The text with a line feed where it has CR and LF, if it has them at all its line ends; else as it is. */
    static String withLineFeeds(String text) {
        boolean all = text.indexOf('\r') >= 0 && text.replace("\r\n", "").indexOf('\n') < 0 && text.contains("\r\n");
        return all ? text.replace("\r\n", "\n") : text;
    }
}
