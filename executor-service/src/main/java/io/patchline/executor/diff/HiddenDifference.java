package io.patchline.executor.diff;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Finds out why a text is not in a file that seems to have it: differences that a reader does not see, or that programs on the way have made.
 * It only explains; nothing is applied because of it.
 */
public final class HiddenDifference {
    /** What it takes to look at a character of the file in every way, see {@link WorkLimit}. */
    private static final int STEPS_OF_A_CHARACTER = 500;

    /** Longer files are not looked through for an explanation. */
    private static final int MOST_CHARACTERS = 200_000;

    private static final Pattern ZERO_WIDTH = Pattern.compile("[\u200B-\u200F\u2060-\u2064\u00AD\uFEFF\u202A-\u202E]");
    private static final Pattern NUMBERED = Pattern.compile("(?m)^[^\\S\\n]*+\\d+(?:\\s*[:|\u2192\\t]|\\t) ?");

    /** One way in which two texts can be alike: what makes them equal, on both sides or on the sought one only. */
    private record Likeness(UnaryOperator<String> sought, UnaryOperator<String> inFile, String explanation) {
        static Likeness both(UnaryOperator<String> change, String explanation) {
            return new Likeness(change, change, explanation);
        }

        static Likeness sought(UnaryOperator<String> change, String explanation) {
            return new Likeness(change, UnaryOperator.identity(), explanation);
        }
    }

    private static final List<Likeness> LIKENESSES = List.of(
            Likeness.sought(
                    HiddenDifference::unescaped,
                    "It is escaped twice: it has a backslash and a letter (\\n, \\t, \\\") where the file has the line break, tab or"
                            + " quote itself. Escape once, as JSON does."),
            Likeness.sought(
                    HiddenDifference::withoutEntities,
                    "It has HTML escapes (&lt; &gt; &amp; &quot;) where the file has the characters themselves. Write those."),
            new Likeness(
                    UnaryOperator.identity(),
                    HiddenDifference::withoutEntities,
                    "The file has HTML escapes (&lt; &gt; &amp; &quot;) where it has the characters themselves. Write it as the file does."),
            Likeness.both(
                    text -> Normalizer.normalize(text, Normalizer.Form.NFC),
                    "They differ only in Unicode normal form (U+00E9 against U+0065 U+0301): copy the text from the file."),
            Likeness.both(
                    text -> ZERO_WIDTH.matcher(text).replaceAll(""),
                    "They differ only in characters that are not seen (such as U+200B or U+FEFF): copy the text from the file."),
            Likeness.both(
                    HiddenDifference::plain,
                    "They differ only in typographic quotes, dashes or spaces (such as U+201C for \" or U+00A0 for a space)."
                            + " Write them as the file does."),
            Likeness.both(
                    text -> Normalizer.normalize(text, Normalizer.Form.NFKC),
                    "They differ only in compatible characters (such as U+FF08 for a parenthesis). Write them as the file does."),
            Likeness.sought(
                    text -> NUMBERED.matcher(text).replaceAll(""),
                    "Its lines begin with line numbers, which are not in the file. Leave them out."),
            Likeness.sought(
                    String::strip,
                    "It has line breaks or blanks at its beginning or end that the file does not have there."),
            Likeness.both(
                    text -> text.replaceAll("\\s+", " ").strip(),
                    "They differ only in blanks, tabs or line breaks. Write them as the file does."),
            Likeness.both(
                    text -> text.replaceAll("\\s+", ""),
                    "They differ only in blanks: one has blanks where the other has none. Write them as the file does."),
            Likeness.both(text -> text.toLowerCase(Locale.ROOT), "They differ only in upper and lower case."));

    private HiddenDifference() {}

    /** A sentence with a blank after it that tells why the text is not in the file; empty if it is not one of the reasons known. */
    public static String explain(String sought, String file, WorkLimit work) throws EditRefusedException {
        if (sought.isBlank() || file.length() > MOST_CHARACTERS || sought.length() > MOST_CHARACTERS) {
            return "";
        }
        work.spend((long) STEPS_OF_A_CHARACTER * (file.length() + sought.length()));
        String wanted = sought.replace("\r\n", "\n");
        String text = file.replace("\r\n", "\n");
        if (text.indexOf('\r') >= 0 && text.indexOf('\n') < 0) {
            return "The file's lines end with CR alone (U+000D), so that all of it counts as one line. ";
        }
        Optional<Likeness> first = LIKENESSES.stream()
                .filter(likeness -> isIn(likeness, wanted, text))
                .findFirst();
        return first.map(likeness -> likeness.explanation() + " ").orElseGet(() -> elided(wanted));
    }

    private static boolean isIn(Likeness likeness, String wanted, String text) {
        String changed = likeness.sought().apply(wanted);
        String changedText = likeness.inFile().apply(text);
        boolean changesNothing = changed.equals(wanted) && changedText.equals(text);
        return !changesNothing && !changed.isBlank() && changedText.contains(changed);
    }

    private static String elided(String wanted) {
        return wanted.lines().anyMatch(line -> line.strip().matches("(#|//|--|/\\*)?\\s*(\\.\\.\\.|…).*"))
                ? "It has a line \"...\", which stands for nothing. Write the lines out. "
                : "";
    }

    private static String unescaped(String text) {
        return text.replace("\\r\\n", "\n")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\\"", "\"")
                .replace("\\'", "'")
                .replace("\\\\", "\\");
    }

    private static String withoutEntities(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&#x27;", "'")
                .replace("&apos;", "'")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().forEach(c -> plain.append(Tolerance.plain((char) c)));
        return plain.toString();
    }
}
