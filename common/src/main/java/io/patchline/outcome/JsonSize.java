package io.patchline.outcome;

/** How many bytes texts take in a message: JSON in UTF-8, as the message codec writes it. */
final class JsonSize {
    private static final int SHORT_ESCAPE = 2;
    private static final int UNICODE_ESCAPE = 6;

    private JsonSize() {}

    /** Of the text without its quotation marks, never less than it really takes. */
    static long of(String text) {
        long size = 0;
        for (int i = 0; i < text.length(); i++) {
            size += of(text.charAt(i));
        }
        return size;
    }

    /** The length of the longest end of the text that takes at most so many bytes; it splits no pair of surrogates. */
    static int fittingEnd(String text, long most) {
        long size = 0;
        int start = text.length();
        while (start > 0 && size + of(text.charAt(start - 1)) <= most) {
            size += of(text.charAt(--start));
        }
        boolean splits = start > 0 && start < text.length() && Character.isLowSurrogate(text.charAt(start));
        return text.length() - (splits ? start + 1 : start);
    }

    /** The length of the longest beginning of the text that takes at most so many bytes; it splits no pair of surrogates. */
    static int fittingBeginning(String text, long most) {
        long size = 0;
        int end = 0;
        while (end < text.length() && size + of(text.charAt(end)) <= most) {
            size += of(text.charAt(end++));
        }
        boolean splits = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return splits ? end - 1 : end;
    }

    /** Half of a pair of surrogates takes two of the pair's four bytes. */
    private static int of(char c) {
        return switch (c) {
            case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> SHORT_ESCAPE;
            default -> c < ' ' ? UNICODE_ESCAPE : c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        };
    }
}
