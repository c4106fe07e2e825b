package io.patchline.executor.process;

import io.patchline.outcome.CapturedOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the beginning and the end of a stream of bytes and counts the rest, in bounded memory. Not for several threads at once. */
final class OutputBuffer {
    static final int HEAD_BYTES = 64 << 10;
    static final int TAIL_BYTES = 64 << 10;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final byte[] ring = new byte[TAIL_BYTES];
    private long total;

    void add(byte[] bytes, int length) {
        int toHead = Math.min(length, HEAD_BYTES - head.size());
        head.write(bytes, 0, toHead);
        for (int i = toHead; i < length; i++) {
            ring[(int) ((total + i - HEAD_BYTES) % TAIL_BYTES)] = bytes[i];
        }
        total += length;
    }

    CapturedOutput captured() {
        long afterHead = total - head.size();
        int kept = (int) Math.min(afterHead, TAIL_BYTES);
        byte[] tail = new byte[kept];
        for (int i = 0; i < kept; i++) {
            tail[i] = ring[(int) ((afterHead - kept + i) % TAIL_BYTES)];
        }
        return new CapturedOutput(
                head.toString(StandardCharsets.UTF_8),
                new String(tail, StandardCharsets.UTF_8),
                total,
                afterHead - kept);
    }
}
