package io.patchline.ingest.mcp.protocol;

/** What a client sent, as it is repeated to it or written into the log: short, and on one line. */
public final class QuotedText {
    private static final int MOST = 64;

    private QuotedText() {}

    /** In quotes. */
    public static String of(String text) {
        return "\"" + bounded(text) + "\"";
    }

    /** At most {@value #MOST} characters of it, without control characters. */
    public static String bounded(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", " ");
        return plain.length() <= MOST ? plain : plain.substring(0, MOST) + "…";
    }
}
