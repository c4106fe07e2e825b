package io.patchline.executor.diff;

import io.patchline.outcome.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** A text as its lines, each with its line end, so that joining them gives back the same text whatever the line ends are. */
public record Document(List<String> lines) {
    /** Keeps the memory that a file of line breaks takes within bounds. */
    static final int MAX_LINES = 1_000_000;

    public static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * @throws EditRefusedException if the text has more than {@value #MAX_LINES} lines
     */
    public static Document of(String text) throws EditRefusedException {
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline + 1;
            lines.add(text.substring(start, end));
            start = end;
            if (lines.size() > MAX_LINES) {
                throw new EditRefusedException(
                        ErrorCode.FILE_REFUSED, "A file of more than " + MAX_LINES + " lines is not edited.");
            }
        }
        return new Document(lines);
    }

    public String text() {
        return String.join("", lines);
    }

    public int size() {
        return lines.size();
    }

    public boolean startsWithByteOrderMark() {
        return !lines.isEmpty() && lines.getFirst().startsWith(BYTE_ORDER_MARK);
    }

    /** The line's end: {@code "\r\n"}, {@code "\n"}, or nothing. */
    public static String lineEnd(String line) {
        return line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
    }

    public static String withoutLineEnd(String line) {
        return line.substring(0, line.length() - lineEnd(line).length());
    }
}
