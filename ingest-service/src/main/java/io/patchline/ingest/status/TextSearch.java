package io.patchline.ingest.status;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Looks for a text in others, in upper or lower case. A hundred thousand texts are searched while somebody waits, so it looks for one character of the text that is rare, which the JVM does many characters at a time, and compares only
 * there. (Measured: docs/decisions/0183.)
 */
public final class TextSearch {
    /** Letters from the most frequent on, in English and in scripts; of the others none is looked for by itself. */
    private static final String FREQUENT = "etaonrhldcumfpgwybvxjqz";

    private static final int ASCII = 128;

    private final String sought;
    private final String folded;
    private final OptionalInt rare;
    private final int beside;
    private final char lower;
    private final char upper;
    private final Pattern pattern;

    /**
     * @param sought 1 character or more
     */
    public TextSearch(String sought) {
        this.sought = sought;
        this.folded = folded(sought);
        this.pattern = Pattern.compile(sought, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        this.rare = IntStream.range(0, sought.length())
                .filter(at -> isSingle(sought.charAt(at)))
                .boxed()
                .max((one, other) -> Integer.compare(rarity(sought.charAt(one)), rarity(sought.charAt(other))))
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
        this.beside = rare.isEmpty()
                ? -1
                : IntStream.range(0, sought.length())
                        .filter(at -> at != rare.getAsInt() && isSingle(sought.charAt(at)))
                        .findFirst()
                        .orElse(-1);
        String character = rare.isPresent() ? String.valueOf(sought.charAt(rare.getAsInt())) : "x";
        this.lower = character.toLowerCase(Locale.ROOT).charAt(0);
        this.upper = character.toUpperCase(Locale.ROOT).charAt(0);
    }

    /** The text with one form of each character that has several, as long as before: what is searched often is kept so. (Source: {@link Pattern#UNICODE_CASE}.) */
    static String folded(String text) {
        int[] folded = text.codePoints()
                .map(character -> Character.toLowerCase(Character.toUpperCase(character)))
                .toArray();
        String result = new String(folded, 0, folded.length);
        return result.equals(text) ? text : result;
    }

    /**
     * The same as {@link #isIn}, of a text that is kept so: the JVM compares many characters at a time.
     *
     * @param text that was {@link #folded}
     */
    boolean isInFolded(String text) {
        return text.contains(folded);
    }

    /** Whether the text is in there. */
    boolean isIn(String text) {
        if (rare.isEmpty()) {
            return pattern.matcher(text).find();
        }
        return isAt(text, lower) || (upper != lower && isAt(text, upper));
    }

    private boolean isAt(String text, char character) {
        int before = rare.getAsInt();
        for (int at = text.indexOf(character, before); at >= 0; at = text.indexOf(character, at + 1)) {
            if (isBeside(text, at - before) && text.regionMatches(true, at - before, sought, 0, sought.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a second character is where it has to be: most places are no match, and this costs least. */
    private boolean isBeside(String text, int begin) {
        if (beside < 0) {
            return true;
        }
        int at = begin + beside;
        if (at >= text.length()) {
            return false;
        }
        char character = text.charAt(at);
        return Character.toLowerCase(character) == Character.toLowerCase(sought.charAt(beside));
    }

    /** Whether nothing but the character itself in upper and lower case is the same without regard to case. For i, k and s there are others: the dotless i, the Kelvin sign, the long s. */
    private static boolean isSingle(char character) {
        return character < ASCII && "iks".indexOf(Character.toLowerCase(character)) < 0;
    }

    private static int rarity(char character) {
        int frequent = FREQUENT.indexOf(Character.toLowerCase(character));
        return character == ' ' ? -1 : frequent < 0 ? FREQUENT.length() : frequent;
    }
}
