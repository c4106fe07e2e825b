package io.patchline.outcome;

import java.nio.charset.StandardCharsets;

/**
 * What is kept of a command's output, stdout and stderr in the order written: its beginning and its end.
 *
 * @param head the beginning: at most 64 KiB of UTF-8
 * @param tail the end, where the output is longer than the head: at most 64 KiB of UTF-8
 * @param totalBytes how long the whole of it is, as text in UTF-8 without control sequences and secrets
 * @param omittedBytes how much of it lies between head and tail and was left out
 */
public record CapturedOutput(String head, String tail, long totalBytes, long omittedBytes) {
    /** No output at all. */
    public static final CapturedOutput NONE = new CapturedOutput("", "", 0, 0);

    public CapturedOutput {
        if (totalBytes < 0 || omittedBytes < 0 || omittedBytes > totalBytes) {
            throw new IllegalArgumentException("output of " + totalBytes + " bytes cannot lack " + omittedBytes);
        }
    }

    /** The same with head and tail that take at most so many bytes of JSON: of the tail the end is kept first, then of the head the beginning. */
    CapturedOutput within(long jsonBytes) {
        if (jsonSize() <= jsonBytes) {
            return this;
        }
        String end = tail.isEmpty() ? head : tail;
        String keptEnd = end.substring(end.length() - JsonSize.fittingEnd(end, jsonBytes));
        long room = jsonBytes - JsonSize.of(keptEnd);
        boolean wholeTail = !tail.isEmpty() && keptEnd.length() == tail.length();
        String keptHead = wholeTail ? head.substring(0, JsonSize.fittingBeginning(head, room)) : "";
        long omitted = omittedBytes + keptBytes() - utf8(keptHead) - utf8(keptEnd);
        return new CapturedOutput(keptHead, keptEnd, totalBytes, omitted);
    }

    /** How many bytes head and tail take in a message. */
    long jsonSize() {
        return JsonSize.of(head) + JsonSize.of(tail);
    }

    /** How many bytes of the output head and tail are. */
    long keptBytes() {
        return utf8(head) + utf8(tail);
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
