package io.patchline.shell;

import java.util.List;

/**
 * A text as bash divides it.
 *
 * @param code the text, as long as it was, in which every character that is data (in quotes, a here-document, an expansion) is {@link #DATA} and every
 *     comment is blanks: its line feeds end logical lines
 * @param hereDocuments in the order of the text
 * @param quotes the quoted strings, in the order in which they end; of such as hold others not more than some times the text
 * @param complete whether every quote, parenthesis and here-document is closed, and every quoted string is here
 * @param proseQuote whether a quote that runs over a line's end opens in the middle of a word, as an apostrophe does
 * @param fence the number of the first line, from 1, that opens or closes a Markdown fence where a command would stand; 0 if there is none
 */
public record ShellText(
        String code,
        List<HereDocument> hereDocuments,
        List<Quote> quotes,
        boolean complete,
        boolean proseQuote,
        int fence) {
    /** Stands for a character that is data. It counts as a letter. */
    public static final char DATA = '\u0298';

    /**
     * A quoted string.
     *
     * @param start the offset of its opening quote
     * @param contents what it stands for
     */
    public record Quote(int start, String contents) {}
}
