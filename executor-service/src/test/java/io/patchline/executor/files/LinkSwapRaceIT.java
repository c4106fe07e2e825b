package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.delete;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Case 36 of the hostile cases: somebody exchanges a directory for a link to the outside and back, for five seconds, and on a busy machine until it was done often enough. */
class LinkSwapRaceIT {
    private static final long NANOS = 5_000_000_000L;
    private static final int ENOUGH = 20;
    private static final int MANY = 500;
    private static final long LONGEST_REST = 4_000_000L;

    @TempDir
    Path directory;

    @Test
    @Timeout(60)
    void while_a_directory_is_exchanged_for_a_link_nothing_is_written_or_deleted_outside() throws Exception {
        TestWorkspace space = new TestWorkspace(directory);
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("target"), "precious");
        Map<String, String> before = Snapshot.of(outside);
        space.file("dir/target", "inside");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong swaps = new AtomicLong();
        Thread attacker = Thread.ofPlatform().start(() -> attack(space.workspace, outside, stop, swaps));

        int applied = 0;
        int rejected = 0;
        for (long begin = System.nanoTime();
                System.nanoTime() - begin < NANOS || applied <= ENOUGH || rejected <= ENOUGH || swaps.get() <= MANY; ) {
            FileResult result = applied % 3 == 0
                    ? space.apply(delete("dir/target"))
                    : space.apply(write("dir/target", "try " + applied));
            switch (result) {
                case FileResult.Applied done -> {
                    applied++;
                    space.commit();
                }
                case FileResult.Rejected no -> {
                    rejected++;
                    new FileActions(FileLimits.DEFAULT).commit(space.journal);
                    space.apply(write("dir/target", "again"));
                    new FileActions(FileLimits.DEFAULT).commit(space.journal);
                }
                case FileResult.WouldApply dry -> throw new AssertionError();
            }
        }
        stop.set(true);
        attacker.join();

        System.out.println("LinkSwapRaceIT: " + applied + " applied, " + rejected + " rejected, " + swaps
                + " exchanges, 0 writes outside");
        assertThat(Snapshot.of(outside)).isEqualTo(before);
    }

    private static void attack(Path workspace, Path outside, AtomicBoolean stop, AtomicLong swaps) {
        Path real = workspace.resolve("dir");
        Path aside = workspace.resolve("aside");
        Path link = workspace.resolve("link");
        Random random = new Random();
        while (!stop.get()) {
            try {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, outside);
                Files.move(real, aside, StandardCopyOption.ATOMIC_MOVE);
                Files.move(link, real, StandardCopyOption.ATOMIC_MOVE);
                swaps.incrementAndGet();
                Files.delete(real);
                Files.move(aside, real, StandardCopyOption.ATOMIC_MOVE);
                spin(random.nextLong(LONGEST_REST));
            } catch (IOException e) {
                // The executor was quicker and has made the directory itself: start over with that one.
                startOver(real, aside, link);
            }
        }
    }

    /** Leaves the real directory in its place for a while, so that some writes get through, at any moment of one. */
    private static void spin(long nanos) {
        for (long end = System.nanoTime() + nanos; System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }
    }

    private static void startOver(Path real, Path aside, Path link) {
        try {
            Files.deleteIfExists(link);
            if (Files.isDirectory(aside) && Files.isDirectory(real)) {
                Files.deleteIfExists(aside.resolve("target"));
                Files.delete(aside);
            } else if (Files.isDirectory(aside)) {
                Files.move(aside, real, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            // The next round tries again.
        }
    }
}
