package io.patchline.executor.diff;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * A file's name as it stands in a {@code ---} or {@code +++} line.
 *
 * @param name unquoted, without the time
 * @param absent whether it says that there is no file: {@code /dev/null}, or the time zero that {@code diff -N} writes
 */
record HeaderName(String name, boolean absent) {
    private static final String NO_FILE = "/dev/null";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSSSSS] xx");

    /** Reads what follows {@code "--- "} or {@code "+++ "}. */
    static HeaderName of(String text, int patchLine) throws EditRefusedException {
        String line = text.stripTrailing();
        boolean quoted = line.startsWith("\"");
        int tab = line.indexOf('\t', quoted ? line.lastIndexOf('"') : 0);
        String name = tab < 0 ? line : line.substring(0, tab);
        boolean absent = name.equals(NO_FILE) || (tab >= 0 && isTimeZero(line.substring(tab + 1)));
        return new HeaderName(quoted ? unquoted(name, patchLine) : name, absent);
    }

    boolean isNoFile() {
        return name.equals(NO_FILE);
    }

    private static boolean isTimeZero(String time) {
        try {
            return OffsetDateTime.parse(time.strip(), TIME).toInstant().getEpochSecond() == 0;
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
