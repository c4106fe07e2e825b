package io.patchline.executor.files;

/**
 * How much the file actions of one patch may hold in memory and show.
 *
 * @param maxFileBytes the largest file that is read or written
 * @param maxTotalBytes the most that all files read and written by one patch may have together
 * @param maxDiffCharacters where the shown diff is cut
 * @param maxSteps how much one group of actions may search in files, see {@link io.patchline.executor.diff.WorkLimit}
 */
public record FileLimits(long maxFileBytes, long maxTotalBytes, int maxDiffCharacters, long maxSteps) {
    public static final FileLimits DEFAULT = new FileLimits(16L << 20, 256L << 20, 64 << 10, 8_000_000_000L);

    public FileLimits {
        if (maxFileBytes < 1
                || maxFileBytes > Integer.MAX_VALUE / 2
                || maxTotalBytes < maxFileBytes
                || maxDiffCharacters < 0
                || maxSteps < 0) {
            throw new IllegalArgumentException(
                    "limits of files must be positive, and the total at least that of one file");
        }
    }
}
