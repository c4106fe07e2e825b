package io.patchline.executor.edit;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.WorkLimit;

/**
 * Finds a text in another in linear time (Knuth, Morris and Pratt): {@code String.indexOf} is quadratic, which a patch of 1 MiB and a file of 16 MiB of one letter make hours of.
 */
public final class TextSearch {
    private final String text;
    private final String wanted;
    private final int[] borders;

    /**
     * @param wanted at least one character
     * @throws EditRefusedException if nothing is left of the work for one search of the whole text
     */
    public TextSearch(String text, String wanted, WorkLimit work) throws EditRefusedException {
        work.spend(text.length() + (long) wanted.length());
        this.text = text;
        this.wanted = wanted;
        this.borders = borders(wanted);
    }

    /** The first place from this one on; -1 if there is none. */
    public int next(int from) {
        int matched = 0;
        int at = from;
        while (at < text.length()) {
            if (matched == 0) {
                at = text.indexOf(wanted.charAt(0), at);
                if (at < 0) {
                    return -1;
                }
            }
            while (matched > 0 && text.charAt(at) != wanted.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (text.charAt(at) == wanted.charAt(matched)) {
                matched++;
            }
            at++;
            if (matched == wanted.length()) {
                return at - matched;
            }
        }
        return -1;
    }

    /** For each prefix, the length of its longest proper prefix that is also its suffix. */
    private static int[] borders(String wanted) {
        int[] borders = new int[wanted.length()];
        int length = 0;
        for (int i = 1; i < wanted.length(); i++) {
            while (length > 0 && wanted.charAt(i) != wanted.charAt(length)) {
                length = borders[length - 1];
            }
            if (wanted.charAt(i) == wanted.charAt(length)) {
                length++;
            }
            borders[i] = length;
        }
        return borders;
    }
}
