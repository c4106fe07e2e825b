package io.patchline.executor.git.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What identifies a change, byte for byte, wherever in its files it is and whatever else is in them: the diff of git without the numbers of lines and the hashes of files, except of those that git
 * makes no lines of. Unlike {@code git patch-id} it does not pass over spaces. However long the diff is, no more than a part of a line is held. Not for several threads at once.
 */
public final class DiffHash implements Output {
    /** No line that git itself writes is longer: it has two paths at most. */
    private static final int LONGEST_HEADER = 1 << 16;

    private final MessageDigest digest = sha256();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private byte[] index = new byte[0];
    private boolean goesOn;
    private boolean empty = true;

    /** The hash of what was read; empty if nothing is changed. */
    public Optional<String> hash() {
        return empty ? Optional.empty() : Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public Read read(InputStream stream) throws IOException {
        byte[] buffer = new byte[8192];
        for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
            int start = 0;
            for (int i = 0; i < length; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, start, i + 1 - start);
                    start = i + 1;
                    ended();
                }
            }
            line.write(buffer, start, length - start);
            if (line.size() > LONGEST_HEADER) {
                digest.update(line.toByteArray());
                line.reset();
                goesOn = true;
            }
        }
        ended();
        return new Read(new byte[0], true);
    }

    /** Lines of files begin with other characters than those that git itself writes. */
    private void ended() {
        byte[] whole = line.toByteArray();
        line.reset();
        empty = empty && whole.length == 0 && !goesOn;
        if (goesOn) {
            digest.update(whole);
        } else if (beginsWith(whole, "index ")) {
            index = whole;
        } else if (beginsWith(whole, "@@ ")) {
            digest.update("@@\n".getBytes(US_ASCII));
        } else {
            digest.update(beginsWith(whole, "Binary files ") ? index : new byte[0]);
            digest.update(whole);
        }
        goesOn = false;
    }

    private static boolean beginsWith(byte[] line, String text) {
        byte[] begin = text.getBytes(US_ASCII);
        return line.length >= begin.length && Arrays.equals(line, 0, begin.length, begin, 0, begin.length);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
