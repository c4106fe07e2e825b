package io.patchline.executor.diff;

/**
 * How alike two lines must be, from strict to lenient: the four passes of Codex's {@code seek_sequence}. Two lines are alike when their
 * canonical forms are equal. There is nothing more lenient than the last.
 */
public enum Tolerance {
    /** Every character, and the line end. */
    EXACT {
        @Override
        public String canonical(String line) {
            return line;
        }
    },
    /** Blanks at the end do not count, nor does the kind of line end or a byte order mark. */
    TRAILING_BLANKS {
        @Override
        public String canonical(String line) {
            return withoutMark(line).stripTrailing();
        }
    },
    /** Neither do blanks at the beginning. */
    TRIMMED {
        @Override
        public String canonical(String line) {
            return withoutMark(line).strip();
        }
    },
    /** Nor the difference between typographic dashes, quotes and spaces and those of ASCII. */
    PUNCTUATION {
        @Override
        public String canonical(String line) {
            StringBuilder text = new StringBuilder(line.length());
            withoutMark(line).chars().forEach(c -> text.append(plain((char) c)));
            return text.toString().strip();
        }
    };

    public abstract String canonical(String line);

    public boolean ignoresIndentation() {
        return this == TRIMMED || this == PUNCTUATION;
    }

    private static String withoutMark(String line) {
        return line.startsWith(Document.BYTE_ORDER_MARK) ? line.substring(1) : line;
    }

    /** The character of ASCII for typographic dashes, quotes and spaces; any other as it is. */
    public static char plain(char c) {
        return switch (c) {
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212' -> '-';
            case '\u2018', '\u2019', '\u201A', '\u201B' -> '\'';
            case '\u201C', '\u201D', '\u201E', '\u201F' -> '"';
            case '\u00A0', '\u202F', '\u205F', '\u3000' -> ' ';
            default -> c >= '\u2002' && c <= '\u200A' ? ' ' : c;
        };
    }
}
