package io.patchline.transition;

import java.util.regex.Pattern;

/**
 * Text that clients chose, as it stands in a line of the log: it can neither end the line, nor change how the line is shown, nor look like another key of it,
 * and is bounded in length.
 */
public final class LogValue {
    /** The longest value, in characters; of a longer one the beginning, and a sign that it goes on. */
    public static final int MOST_CHARACTERS = 200;

    private static final String GOES_ON = "…";

    /** What stands as it is: no space, no quotation mark, no equals sign. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}._:/@+,#~%()\\[\\]*!?;&$^'`|<>{}-]+");

    private LogValue() {}

    /** The value for a line of text: as it is, or in double quotes with what is not shown written as {@code \\u2028}. */
    public static String text(String value) {
        String bounded = bounded(value);
        String whole = bounded.endsWith(GOES_ON) ? bounded.substring(0, bounded.length() - 1) : bounded;
        return PLAIN.matcher(whole).matches()
                ? bounded
                : '"' + visible(bounded.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** The value for a line that has fields of its own. */
    public static String bounded(String value) {
        if (value.length() <= MOST_CHARACTERS) {
            return value;
        }
        int cut = Character.isHighSurrogate(value.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return value.substring(0, cut) + GOES_ON;
    }

    /** The text with everything that would break a line or change how it is shown (control and format characters, separators) written out. */
    public static String visible(String text) {
        if (text.codePoints().allMatch(LogValue::isShown)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            if (isShown(character)) {
                shown.appendCodePoint(character);
            } else {
                for (char unit : Character.toChars(character)) {
                    shown.append("\\u%04x".formatted((int) unit));
                }
            }
        });
        return shown.toString();
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
