package io.patchline.executor.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Turns what was written for a terminal into plain text, a line at a time: escape sequences (ECMA-48 CSI, OSC and the other strings) and
 * control characters but newline and tab are left out; a carriage return that no newline follows takes the line back to its start, so that
 * only the last state of a progress bar remains. Takes valid UTF-8. A line is held until it ends or is longer than the limit, whereupon it
 * goes on in pieces, which can no longer be taken back.
 */
final class TerminalText implements ByteSink {
    /** A string sequence that does not end within so many bytes, or within its line, is taken to be unterminated. */
    private static final int LONGEST_SEQUENCE = 4096;

    private static final int BELL = 0x07;
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;

    /** The first byte of U+0080 to U+00BF in UTF-8: the eight-bit control characters begin with it. */
    private static final int LATIN_LEAD = 0xc2;

    private final ByteSink next;
    private final byte[] line;
    private final int limit;
    private final ByteArrayOutputStream done = new ByteArrayOutputStream();
    private State state = State.TEXT;
    private int length;
    private int sequence;
    private boolean returned;
    private boolean partlyGone;

    private enum State {
        TEXT,
        LATIN,
        ESCAPE,
        INTERMEDIATE,
        CONTROL_SEQUENCE,
        STRING,
        STRING_ESCAPE
    }

    /** @param lineBytes how much of a line is held */
    TerminalText(int lineBytes, ByteSink next) {
        this.line = new byte[lineBytes + 1];
        this.limit = lineBytes;
        this.next = next;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            if (b >= 0x20 && b < DELETE && state == State.TEXT && !returned && this.length < limit) {
                line[this.length++] = b;
            } else {
                take(b & 0xff);
            }
        }
        passOn();
    }

    @Override
    public void finish() throws IOException {
        done.write(line, 0, length);
        length = 0;
        passOn();
        next.finish();
    }

    private void take(int b) {
        state = switch (state) {
            case TEXT -> text(b);
            case LATIN -> b < 0xa0 ? control(b) : latin(b);
            case ESCAPE -> escape(b);
            case INTERMEDIATE -> afterIntermediate(b);
            case CONTROL_SEQUENCE -> controlSequence(b);
            case STRING -> string(b);
            case STRING_ESCAPE -> b == '\\' ? State.TEXT : escape(b);
        };
    }

    private State text(int b) {
        if (b == ESCAPE) {
            return State.ESCAPE;
        }
        if (b == LATIN_LEAD) {
            return State.LATIN;
        }
        if (b == '\n') {
            endLine();
        } else if (b == '\r') {
            returned = true;
        } else if (b == '\t' || (b >= 0x20 && b != DELETE)) {
            append(b);
        }
        return State.TEXT;
    }

    private State latin(int b) {
        append(LATIN_LEAD);
        append(b);
        return State.TEXT;
    }

    private State escape(int b) {
        if (b >= '@' && b <= '_') {
            return control(b + 0x40);
        }
        return afterIntermediate(b);
    }

    private State afterIntermediate(int b) {
        if (b >= 0x20 && b < 0x30) {
            return State.INTERMEDIATE;
        }
        return endsWithText(b) ? text(b) : State.TEXT;
    }

    /** A control character or anything beyond ASCII is no part of a sequence: it breaks it off. */
    private static boolean endsWithText(int b) {
        return b < 0x20 || b >= 0x80;
    }

    /** An eight-bit control character, or the two-character escape sequence that stands for it. */
    private State control(int b) {
        sequence = 0;
        return switch (b) {
            case 0x9b -> State.CONTROL_SEQUENCE;
            case 0x90, 0x98, 0x9d, 0x9e, 0x9f -> State.STRING;
            default -> State.TEXT;
        };
    }

    private State controlSequence(int b) {
        if (endsWithText(b) || ++sequence > LONGEST_SEQUENCE) {
            return text(b);
        }
        return b >= 0x40 ? State.TEXT : State.CONTROL_SEQUENCE;
    }

    private State string(int b) {
        boolean insideCharacter = (b & 0xc0) == 0x80;
        if (b == '\n' || (++sequence > LONGEST_SEQUENCE && !insideCharacter)) {
            return text(b);
        }
        return b == BELL ? State.TEXT : b == ESCAPE ? State.STRING_ESCAPE : State.STRING;
    }

    private void append(int b) {
        if (returned) {
            takeBack();
        }
        if (length == limit) {
            done.write(line, 0, length);
            length = 0;
            partlyGone = true;
        }
        line[length++] = (byte) b;
    }

    private void takeBack() {
        returned = false;
        if (partlyGone) {
            endLine();
        }
        length = 0;
    }

    private void endLine() {
        line[length++] = '\n';
        done.write(line, 0, length);
        length = 0;
        returned = false;
        partlyGone = false;
    }

    private void passOn() throws IOException {
        if (done.size() > 0) {
            byte[] text = done.toByteArray();
            done.reset();
            next.write(text, 0, text.length);
        }
    }
}
