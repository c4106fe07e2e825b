package io.patchline.shell;

/**
 * A here-document whose operator has been read, and whose body has not begun.
 *
 * @param tabs whether tabs before its lines are no part of them ({@code <<-})
 */
record AnnouncedDocument(int operator, boolean tabs, String delimiter, boolean quoted) {

    /**
     * @param end the offset of the end of the delimiter's line, or of the text
     * @param ended whether the delimiter was found
     */
    record Body(HereDocument document, int end, boolean ended) {}

    /** Its body, which begins at this offset. */
    Body bodyIn(String text, int start) {
        for (int line = start; line < text.length(); ) {
            int feed = text.indexOf('\n', line);
            int end = feed < 0 ? text.length() : feed;
            if (isDelimiter(text.substring(line, end))) {
                return new Body(document(text.substring(start, line)), end, true);
            }
            line = end + 1;
        }
        return new Body(document(text.substring(start)), text.length(), false);
    }

    private HereDocument document(String body) {
        return new HereDocument(operator, delimiter, quoted, body);
    }

    private boolean isDelimiter(String line) {
        String bare = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        return (tabs ? bare.replaceFirst("^\\t+", "") : bare).equals(delimiter);
    }
}
