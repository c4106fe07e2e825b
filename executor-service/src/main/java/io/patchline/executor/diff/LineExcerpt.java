package io.patchline.executor.diff;

/** A piece of a file or a patch, short enough for a message. */
public final class LineExcerpt {
    private static final int MOST = 120;

    private LineExcerpt() {}

    /** The line without its end, cut to {@value #MOST} characters, with tabs as they are and what is not seen as its number. */
    public static String of(String line) {
        return of(line, MOST);
    }

    /** As {@link #of(String)}, cut to so many characters. */
    public static String of(String line, int most) {
        String text = Document.withoutLineEnd(line);
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (plain.length() >= most) {
                int end = Character.isHighSurrogate(plain.charAt(most - 1)) ? most - 1 : most;
                return plain.substring(0, end) + "…";
            }
            char c = text.charAt(i);
            boolean unseen = c != '\t' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
            plain.append(unseen ? "\\u%04X".formatted((int) c) : String.valueOf(c));
        }
        return plain.length() > most ? plain.substring(0, most) + "…" : plain.toString();
    }
}
