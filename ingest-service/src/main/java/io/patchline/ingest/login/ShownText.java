package io.patchline.ingest.login;

import java.util.regex.Pattern;

/** Texts of the provider's in our log and on our pages: on one line, as they are, and not without end. */
final class ShownText {
    private static final int LONGEST = 100;

    /** What would break a line of the log, or show as something else than it is. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    private ShownText() {}

    /** Whether something in it would not be seen as it is. */
    static boolean isHidden(String text) {
        return UNSEEN.matcher(text).find();
    }

    /** The text with a mark for each character that would not be seen, cut where it is long. */
    static String of(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return UNSEEN.matcher(cut).replaceAll("\uFFFD");
    }
}
