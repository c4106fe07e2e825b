package io.patchline.outcome;

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
}
