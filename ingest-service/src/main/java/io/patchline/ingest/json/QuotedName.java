package io.patchline.ingest.json;

import java.util.Collection;
import java.util.stream.Collectors;

/** A submitter's field name as it may be shown in an answer: short, on one line, and harmless to whoever prints it. */
public final class QuotedName {
    /** The longest name that is shown in full, in characters (code points). */
    private static final int MAX_CHARACTERS = 60;

    private QuotedName() {}

    /** The name in double quotes. */
    public static String name(String name) {
        return '"' + harmless(name) + '"';
    }

    /** The names in double quotes, with commas between them. */
    public static String names(Collection<String> names) {
        return names.stream().map(QuotedName::name).collect(Collectors.joining(", "));
    }

    /** The name as a segment of a JSON pointer (RFC 6901). */
    static String segment(String name) {
        return harmless(name).replace("~", "~0").replace("/", "~1");
    }

    private static String harmless(String name) {
        String shown = name.codePoints()
                .limit(MAX_CHARACTERS)
                .map(c -> isHarmless(c) ? c : '\ufffd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return name.codePointCount(0, name.length()) > MAX_CHARACTERS ? shown + "…" : shown;
    }

    /** Neither invisible nor able to turn the line around (Unicode's bidirectional controls are format characters). */
    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
