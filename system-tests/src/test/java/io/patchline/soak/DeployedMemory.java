package io.patchline.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the systemd unit of a service gives it. Docker compose and Kubernetes give it the same, which {@code DeployedMemoryTest} holds.
 *
 * @param megabytes its memory limit: beyond it the kernel ends it
 * @param heap the options of its JVM that say how much of that the heap takes
 */
record DeployedMemory(long megabytes, List<String> heap) {
    private static final Path ROOT = Path.of(System.getProperty("patchline.root"));
    private static final Pattern LIMIT = Pattern.compile("(?m)^MemoryMax=(\\w+)$");
    private static final Pattern SIZE = Pattern.compile("(\\d+)([mMgG])i?");
    private static final Pattern SHARES = Pattern.compile("((?:-XX:\\w+RAMPercentage=\\d+ )+)");

    /** @param service {@code ingest} or {@code executor} */
    static DeployedMemory of(String service) {
        String unit = read("deploy/systemd/patchline-" + service + ".service");
        return new DeployedMemory(megabytes(only(LIMIT, unit).group(1)), heapOf(unit));
    }

    /** What systemd, docker compose and Kubernetes write for a size, each in its way. */
    static long megabytes(String size) {
        MatchResult parts = only(SIZE, size);
        long number = Long.parseLong(parts.group(1));
        return parts.group(2).equalsIgnoreCase("g") ? 1024 * number : number;
    }

    /** The options that say how much of the memory the heap takes, where a text says them once. */
    static List<String> heapOf(String text) {
        return List.of(only(SHARES, text).group(1).trim().split(" ", -1));
    }

    /** With these a JVM outside of a container sizes its heap as within one of this size. */
    List<String> options() {
        List<String> options = new ArrayList<>(heap);
        options.add("-XX:MaxRAM=" + megabytes + "m");
        return options;
    }

    /** The text of a file of the repository. */
    static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The place where this is said. */
    static MatchResult only(Pattern pattern, String text) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    pattern + " is said " + found.size() + " times, and not once, in:\n" + text);
        }
        return found.getFirst();
    }
}
