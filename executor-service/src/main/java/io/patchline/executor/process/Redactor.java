package io.patchline.executor.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Puts {@code ***} in the place of secrets in one stream. Holds back what may be the beginning of one, so that none slips through in two parts. */
final class Redactor implements ByteSink {
    private static final byte[] STARS = "***".getBytes(US_ASCII);

    private final Redaction redaction;
    private final ByteSink next;
    private byte[] held = new byte[256];
    private int heldLength;
    private int state;
    private boolean justRedacted;

    Redactor(Redaction redaction, ByteSink next) {
        this.redaction = redaction;
        this.next = next;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteArrayOutputStream clean = new ByteArrayOutputStream(length + heldLength);
        for (int i = offset; i < offset + length; i++) {
            hold(bytes[i]);
            state = redaction.next(state, bytes[i]);
            int secret = redaction.longestMatch(state);
            if (secret > 0) {
                redact(secret, clean);
            }
            release(heldLength - Math.min(heldLength, redaction.depth(state)), clean);
        }
        passOn(clean);
    }

    @Override
    public void finish() throws IOException {
        ByteArrayOutputStream clean = new ByteArrayOutputStream(heldLength);
        release(heldLength, clean);
        passOn(clean);
        next.finish();
    }

    private void hold(byte b) {
        if (heldLength == held.length) {
            held = Arrays.copyOf(held, held.length * 2);
        }
        held[heldLength++] = b;
    }

    /** The last bytes are a secret. Where it overlaps the one before, the two become one. */
    private void redact(int secret, ByteArrayOutputStream clean) {
        boolean overlaps = justRedacted && secret >= heldLength;
        if (!overlaps) {
            release(heldLength - secret, clean);
            clean.writeBytes(STARS);
        }
        heldLength = 0;
        justRedacted = true;
    }

    private void release(int count, ByteArrayOutputStream clean) {
        if (count > 0) {
            clean.write(held, 0, count);
            heldLength -= count;
            System.arraycopy(held, count, held, 0, heldLength);
            justRedacted = false;
        }
    }

    private void passOn(ByteArrayOutputStream clean) throws IOException {
        if (clean.size() > 0) {
            next.write(clean.toByteArray(), 0, clean.size());
        }
    }
}
