package io.patchline.executor.diff;

/** A piece of a file or a patch, short enough for a message. */
final class LineExcerpt {
    private static final int MOST = 120;

    private LineExcerpt() {}

    /** The line without its end, cut to {@value #MOST} characters, control characters replaced. */
    static String of(String line) {
        String plain = Document.withoutLineEnd(line).replaceAll("\\p{Cntrl}", " ");
        if (plain.length() <= MOST) {
            return plain;
        }
        boolean splitsPair = Character.isHighSurrogate(plain.charAt(MOST - 1));
        return plain.substring(0, splitsPair ? MOST - 1 : MOST) + "…";
    }
}
