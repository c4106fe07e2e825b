package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.outcome.CapturedOutput;
import java.util.Arrays;

/** Keeps the beginning and the end of the output and counts what lies between. Takes valid UTF-8; cuts between characters. */
final class HeadAndTail implements ByteSink {
    /** How much of the beginning, and of the end, is kept: 64 KiB. */
    static final int KEPT = 64 * 1024;

    private final byte[] head;
    private final byte[] tail;
    private int headLength;
    private long tailWritten;

    HeadAndTail() {
        this(KEPT);
    }

    HeadAndTail(int kept) {
        head = new byte[kept];
        tail = new byte[kept];
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int toHead = Math.min(length, head.length - headLength);
        System.arraycopy(bytes, offset, head, headLength, toHead);
        headLength += toHead;
        int toTail = length - toHead;
        tailWritten += toTail;
        int useful = Math.min(toTail, tail.length);
        int from = offset + length - useful;
        int at = (int) ((tailWritten - useful) % tail.length);
        int untilWrap = Math.min(useful, tail.length - at);
        System.arraycopy(bytes, from, tail, at, untilWrap);
        System.arraycopy(bytes, from + untilWrap, tail, 0, useful - untilWrap);
    }

    @Override
    public void finish() {}

    /** What is kept so far. */
    CapturedOutput captured() {
        long total = headLength + tailWritten;
        int headEnd = tailWritten == 0 ? headLength : wholeCharacters(head, headLength);
        byte[] end = tailWritten > tail.length ? fromFirstCharacter(tailInOrder()) : withSplitCharacter(headEnd);
        return new CapturedOutput(
                new String(head, 0, headEnd, UTF_8), new String(end, UTF_8), total, total - headEnd - end.length);
    }

    private byte[] tailInOrder() {
        int length = (int) Math.min(tailWritten, tail.length);
        byte[] ordered = new byte[length];
        int oldest = tailWritten > tail.length ? (int) (tailWritten % tail.length) : 0;
        int untilWrap = Math.min(length, tail.length - oldest);
        System.arraycopy(tail, oldest, ordered, 0, untilWrap);
        System.arraycopy(tail, 0, ordered, untilWrap, length - untilWrap);
        return ordered;
    }

    /** The tail, beginning with the bytes of a character that the end of the head cuts in two. */
    private byte[] withSplitCharacter(int headEnd) {
        byte[] ordered = tailInOrder();
        int split = headLength - headEnd;
        byte[] end = new byte[split + ordered.length];
        System.arraycopy(head, headEnd, end, 0, split);
        System.arraycopy(ordered, 0, end, split, ordered.length);
        return end;
    }

    /** The length up to the last character that is there whole. */
    private static int wholeCharacters(byte[] bytes, int length) {
        int lead = length - 1;
        while (lead > 0 && (bytes[lead] & 0xc0) == 0x80) {
            lead--;
        }
        int b = bytes[lead] & 0xff;
        int size = b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
        return lead + size <= length ? length : lead;
    }

    private static byte[] fromFirstCharacter(byte[] bytes) {
        int start = 0;
        while (start < bytes.length && (bytes[start] & 0xc0) == 0x80) {
            start++;
        }
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }
}
