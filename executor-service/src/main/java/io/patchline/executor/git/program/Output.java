package io.patchline.executor.git.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads what a program writes, as it comes: how much of it is ever held is the reader's to say, whatever a patch makes the program write. */
@FunctionalInterface
public interface Output {
    /** One name is never longer: what is has no end. */
    int LONGEST_PIECE = 1 << 20;

    /**
     * What was read.
     *
     * @param bytes what is kept of it
     * @param whole whether that was all; else the program is ended, for nobody reads the rest
     */
    record Read(byte[] bytes, boolean whole) {}

    Read read(InputStream stream) throws IOException;

    /** Is given one piece after the other. Returns whether it takes more. */
    @FunctionalInterface
    interface Taker {
        boolean takes(byte[] piece) throws IOException;
    }

    /** Keeps it as it is, up to so many bytes. */
    static Output bytes(int most) {
        return stream -> {
            byte[] bytes = stream.readNBytes(most);
            return new Read(bytes, bytes.length < most || stream.read() < 0);
        };
    }

    /** Hands on the pieces that a NUL ends, and keeps nothing. What is behind the last NUL is no piece. */
    static Output pieces(Taker taker) {
        return stream -> {
            byte[] buffer = new byte[8192];
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                int start = 0;
                for (int i = 0; i < length; i++) {
                    if (buffer[i] == 0) {
                        piece.write(buffer, start, i - start);
                        start = i + 1;
                        if (!taker.takes(piece.toByteArray())) {
                            return new Read(new byte[0], false);
                        }
                        piece.reset();
                    }
                }
                piece.write(buffer, start, length - start);
                if (piece.size() > LONGEST_PIECE) {
                    return new Read(new byte[0], false);
                }
            }
            return new Read(new byte[0], true);
        };
    }
}
