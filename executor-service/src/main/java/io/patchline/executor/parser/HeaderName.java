package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file's name as it stands in a {@code ---} or {@code +++} line.
 *
 * @param name unquoted, without the time
 * @param absent whether it says that there is no file: {@code /dev/null}, or the time zero that {@code diff -N} writes
 * @param quoted whether git had quoted it, so that it is meant letter by letter
 */
record HeaderName(String name, boolean absent, boolean quoted) {
    private static final String NO_FILE = "/dev/null";
    /** What diff programs write after a name, with blanks where a tab should be: a time, or what version it is. */
    private static final Pattern LABEL = Pattern.compile(
            "(?<!\\s)\\s++(?:\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?"
                    + "(?:\\s*(?:Z|UTC|GMT|[+-]\\d\\d:?\\d\\d))?"
                    + "|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\\s+(?:[A-Z][a-z]{2}\\s+\\d{1,2}|\\d{1,2}\\s+[A-Z][a-z]{2}\\s+\\d{4})\\s+\\d\\d:\\d\\d:\\d\\d"
                    + "(?:\\s+[A-Z]{3,4})?(?:\\s+\\d{4})?(?:\\s+[+-]\\d{4})?"
                    + "|\\((?:revision \\d+|working copy|nonexistent|original|modified|updated|old|new|before|after)\\))\\s*$");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSSSSS] xx");

    /** Reads what follows {@code "--- "} or {@code "+++ "}. */
    static HeaderName of(String text, int patchLine) throws EditRefusedException {
        String line = text.stripTrailing();
        boolean quoted = line.startsWith("\"");
        int tab = line.indexOf('\t', quoted ? line.lastIndexOf('"') : 0);
        int end = tab >= 0 || quoted ? tab : label(line);
        String name = end < 0 ? line : line.substring(0, end);
        boolean absent = name.equals(NO_FILE)
                || (end >= 0 && saysAbsent(line.substring(end).strip()));
        return new HeaderName(quoted ? unquoted(name, patchLine) : name, absent, quoted);
    }

    /** Where the label begins; -1 if there is none. */
    private static int label(String line) {
        Matcher label = LABEL.matcher(line);
        return label.find() && label.start() > 0 ? label.start() : -1;
    }

    boolean isNoFile() {
        return name.equals(NO_FILE);
    }

    private static boolean saysAbsent(String label) {
        return label.equals("(nonexistent)") || isTimeZero(label);
    }

    private static boolean isTimeZero(String time) {
        try {
            return OffsetDateTime.parse(time, TIME).toInstant().getEpochSecond() == 0;
        } catch (DateTimeParseException e) {
            // Other programs write other times, or none; only diff -N means something by it.
            return false;
        }
    }

    /** Undoes git's quoting of names: {@code "a/\303\244.txt"}. */
    static String unquoted(String quoted, int patchLine) throws EditRefusedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = quoted.length() - 1;
        for (int i = 1; i < end; ) {
            char c = quoted.charAt(i);
            int length = c != '\\' ? 1 : i + 3 < end && isOctal(quoted.charAt(i + 1)) ? 4 : 2;
            String piece = quoted.substring(i, Math.min(i + length, end));
            bytes.writeBytes(length == 1 ? piece.getBytes(StandardCharsets.UTF_8) : escaped(piece, patchLine));
            i += length;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw EditRefusedException.malformed(patchLine, "the quoted file name is not UTF-8.");
        }
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '3';
    }

    private static byte[] escaped(String piece, int patchLine) throws EditRefusedException {
        if (piece.length() == 4) {
            return new byte[] {(byte) octal(piece.substring(1), patchLine)};
        }
        int at = "abtnvfr\"\\".indexOf(piece.charAt(piece.length() - 1));
        if (piece.length() != 2 || at < 0) {
            throw EditRefusedException.malformed(
                    patchLine, "the quoted file name has an escape that is none of git's.");
        }
        return new byte[] {(byte) "\u0007\b\t\n\u000B\f\r\"\\".charAt(at)};
    }

    private static int octal(String digits, int patchLine) throws EditRefusedException {
        try {
            return Integer.parseInt(digits, 8);
        } catch (NumberFormatException e) {
            throw EditRefusedException.malformed(
                    patchLine, "the quoted file name has an escape that is none of git's.");
        }
    }
}
