package io.patchline.ingest.status;

import io.patchline.patch.Text;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks for a text in others, in upper or lower case: in what is kept to be searched as a whole, and in other texts by one character that is rare, which the JVM looks for many characters at a time, comparing only there.
 * (Measured: docs/decisions/0183, 0204.)
 */
public final class TextSearch {
    /** Letters from the most frequent on, in English and in scripts; of the others none is looked for by itself. */
    private static final String FREQUENT = "etaonrhldcumfpgwybvxjqz";

    private static final int ASCII = 128;

    /** Between two texts: no byte of UTF-8 is this one, so what ends one and begins the next is not taken for a text. */
    private static final String BETWEEN = "\u00FF";

    private final String sought;
    private final boolean wellFormed;
    private final String searchable;
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
        this.wellFormed = Text.isWellFormed(sought);
        this.searchable = bytes(folded(sought));
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

    /** The text with one form of each character that has several, as long as before. (Source: {@link Pattern#UNICODE_CASE}.) */
    static String folded(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        int[] folded = text.codePoints()
                .map(character -> Character.toLowerCase(Character.toUpperCase(character)))
                .toArray();
        String result = new String(folded, 0, folded.length);
        return result.equals(text) ? text : result;
    }

    /**
     * These texts as they are kept where they are searched often: in one string, {@link #folded}, and each byte of their UTF-8 as a character. So a letter of English takes one byte, whatever stands beside it, and the JVM
     * compares many at a time.
     *
     * @param texts well-formed
     */
    static String searchable(Stream<String> texts) {
        return texts.map(text -> bytes(folded(text))).collect(Collectors.joining(BETWEEN));
    }

    /**
     * Whether it is in one of the texts, as {@link #isIn}. Half of a surrogate pair is in none.
     *
     * @param texts as {@link #searchable} made them
     */
    boolean isInSearchable(String texts) {
        return wellFormed && texts.contains(searchable);
    }

    /** Whether {@link #isInSearchable} could find it in texts of this length. */
    boolean fits(String texts) {
        return texts.length() >= searchable.length();
    }

    /** Whether the text is in there. Half of a surrogate pair is in none. */
    boolean isIn(String text) {
        if (!wellFormed) {
            return false;
        }
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

    private static String bytes(String text) {
        return isAscii(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII) {
                return false;
            }
        }
        return true;
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
