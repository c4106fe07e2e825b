package io.patchline.executor.process;

import java.time.Duration;
import java.util.Optional;

/**
 * What one command may use. Its timeout comes with the {@link CommandRequest}.
 *
 * @param outputBytes how much it may write to stdout and stderr before it is killed
 * @param keptBytes how large the file with the full output of a run may become; what is more is not kept
 * @param lineBytes how long a line may be before it is passed on in pieces: 256 or more
 * @param processes how many processes and threads it may have at once
 * @param fileBytes how large each file that it writes may become
 * @param tmpBytes how much may lie in its {@code /tmp}, which is in memory
 * @param dataBytes how much memory each of its processes may allocate (RLIMIT_DATA); empty: no limit
 * @param memoryBytes how much memory all of its processes may use together, files in memory included, where a cgroup is delegated
 * @param setUp how long the sandbox may take to come up
 * @param grace how long it may go on after SIGTERM before it is killed
 */
public record CommandLimits(
        long outputBytes,
        long keptBytes,
        int lineBytes,
        int processes,
        long fileBytes,
        long tmpBytes,
        Optional<Long> dataBytes,
        long memoryBytes,
        Duration setUp,
        Duration grace) {

    private static final long MEBIBYTE = 1024L * 1024;

    /** Enough for a build, and too little to harm the machine. */
    public static final CommandLimits DEFAULTS = new CommandLimits(
            64 * MEBIBYTE,
            16 * MEBIBYTE,
            64 * 1024,
            512,
            1024 * MEBIBYTE,
            256 * MEBIBYTE,
            Optional.empty(),
            2048 * MEBIBYTE,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5));

    public CommandLimits {
        require(outputBytes > 0 && keptBytes > 0 && tmpBytes > 0, "bytes must be more than 0");
        require(lineBytes >= 256, "a line must be allowed 256 bytes or more");
        require(processes >= 8, "bash and a pipeline need 8 processes or more");
        require(fileBytes >= 512, "files must be allowed 512 bytes or more: the limit is set in such blocks");
        require(dataBytes.isEmpty() || dataBytes.get() >= MEBIBYTE, "a process needs 1 MiB of data or more");
        require(memoryBytes >= 16 * MEBIBYTE, "bash and a pipeline need 16 MiB of memory or more");
        require(setUp.isPositive() && !grace.isNegative(), "durations must not be negative");
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw new IllegalArgumentException(rule);
        }
    }
}
