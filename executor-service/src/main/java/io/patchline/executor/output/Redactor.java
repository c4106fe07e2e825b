package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Puts {@code ***} in the place of secrets in one stream. Holds back what may still turn out to be the beginning of one, so that none slips
 * through in two parts; secrets that overlap or touch become one.
 */
final class Redactor implements ByteSink {
    private static final byte[] STARS = "***".getBytes(US_ASCII);

    private final Redaction redaction;
    private final ByteSink next;
    private byte[] held = new byte[256];
    private boolean[] secret = new boolean[256];
    private int heldLength;
    private int state;
    private boolean inSecret;

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
            Arrays.fill(secret, heldLength - redaction.longestMatch(state), heldLength, true);
            release(heldLength - redaction.depth(state), clean);
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
            secret = Arrays.copyOf(secret, held.length);
        }
        held[heldLength] = b;
        secret[heldLength] = false;
        heldLength++;
    }

    private void release(int count, ByteArrayOutputStream clean) {
        for (int i = 0; i < count; i++) {
            if (!secret[i]) {
                clean.write(held[i]);
            } else if (!inSecret) {
                clean.writeBytes(STARS);
            }
            inSecret = secret[i];
        }
        heldLength -= count;
        System.arraycopy(held, count, held, 0, heldLength);
        System.arraycopy(secret, count, secret, 0, heldLength);
    }

    private void passOn(ByteArrayOutputStream clean) throws IOException {
        if (clean.size() > 0) {
            next.write(clean.toByteArray(), 0, clean.size());
        }
    }
}
