package io.patchline.executor.spawn;

import io.patchline.executor.libc.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which {@link Spawner} works here: tried once in the life of this process, because neither the C library nor the kernel changes in it. */
public final class SpawnerProbe {
    /**
     * Not in every C library: posix_spawn_file_actions_addclosefrom_np since glibc 2.34, and nowhere in musl. They stand here because {@link PosixSpawn} cannot be initialised where one is missing.
     */
    private static final List<String> FUNCTIONS = List.of(
            "posix_spawn",
            "posix_spawn_file_actions_addclosefrom_np",
            "posix_spawn_file_actions_addchdir_np",
            "epoll_create1",
            "pipe2");

    private static final Pattern HIDDEN = Pattern.compile("\\S+ \\S+ \\S+ \\S+ /proc .*\\bhidepid=(?!0|off).*");
    private static final int CODE = 42;
    private static final int LONGEST_SECONDS = 20;

    private SpawnerProbe() {}

    private static final class Result {
        private static final Optional<String> OBSTACLE = probe();
    }

    /** Why {@link PosixSpawner} cannot be used, so that {@link JdkSpawner} is, which costs each process a millisecond more; empty if it is used. */
    public static Optional<String> obstacle() {
        return Result.OBSTACLE;
    }

    /** How processes are started, for a person. */
    public static String summary() {
        return obstacle()
                .map(why -> "ProcessBuilder, a millisecond slower, because " + why)
                .orElse("posix_spawn");
    }

    /** The better one of those that work. */
    public static Spawner best() {
        return obstacle().isEmpty() ? new PosixSpawner() : new JdkSpawner();
    }

    private static Optional<String> probe() {
        try {
            Optional<String> missing = missing(FUNCTIONS).or(SpawnerProbe::missingDescriptor);
            if (missing.isPresent()) {
                return missing;
            }
            if (hides(Files.readAllLines(Path.of("/proc/self/mountinfo")))) {
                return Optional.of("/proc hides processes (hidepid), also those that this one forks");
            }
            return trial();
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.of(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    static Optional<String> missing(List<String> functions) {
        return functions.stream()
                .filter(function -> !LibC.has(function))
                .findFirst()
                .map(function -> "the C library has no function " + function);
    }

    private static Optional<String> missingDescriptor() {
        return IntStream.rangeClosed(0, 2)
                .filter(standard -> !Files.exists(Path.of("/proc/self/fd/" + standard)))
                .mapToObj(standard -> "this process was started without descriptor " + standard)
                .findFirst();
    }

    /** @param mounts lines as of {@code /proc/self/mountinfo} */
    static boolean hides(List<String> mounts) {
        return mounts.stream().anyMatch(HIDDEN.asMatchPredicate());
    }

    private static Optional<String> trial() throws IOException, InterruptedException {
        try (PosixSpawner spawner = new PosixSpawner()) {
            return complaint(spawner.start(List.of("/bin/sh", "-c", "exit " + CODE), Path.of("/")));
        }
    }

    private static Optional<String> complaint(Process process) throws IOException, InterruptedException {
        try (var input = process.getOutputStream();
                var output = process.getInputStream();
                var error = process.getErrorStream()) {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("a shell that was told to end did not");
            }
            int code = process.exitValue();
            return code == CODE ? Optional.empty() : Optional.of("a shell ended with " + code + " instead of " + CODE);
        }
    }
}
