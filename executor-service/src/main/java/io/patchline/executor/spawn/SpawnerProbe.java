package io.patchline.executor.spawn;

import io.patchline.executor.libc.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Which {@link Spawner} works here: tried once in the life of this process, because neither the C library nor the kernel changes in it. */
public final class SpawnerProbe {
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
        for (String function : PosixSpawn.FUNCTIONS) {
            if (!LibC.has(function)) {
                return Optional.of("the C library has no function " + function);
            }
        }
        for (int standard = 0; standard <= 2; standard++) {
            if (!Files.exists(Path.of("/proc/self/fd/" + standard))) {
                return Optional.of("this process was started without descriptor " + standard);
            }
        }
        try (PosixSpawner spawner = new PosixSpawner()) {
            return complaint(spawner.start(List.of("/bin/sh", "-c", "exit " + CODE), Path.of("/")));
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.of(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
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
