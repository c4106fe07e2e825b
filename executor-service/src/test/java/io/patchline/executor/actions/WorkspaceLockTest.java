package io.patchline.executor.actions;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.Deadline;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Case 41 of the hostile cases: file actions of two patches in one workspace. */
class WorkspaceLockTest {
    @TempDir
    Path directory;

    private int holders;

    @Test
    void case_41_one_at_a_time_holds_the_lock_of_a_workspace() throws Exception {
        WorkspaceLock lock = new WorkspaceLock(directory.resolve("lock"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> takers = IntStream.range(0, 50)
                    .<Callable<Integer>>mapToObj(i -> () -> heldBy(lock))
                    .toList();
            for (Future<Integer> most : threads.invokeAll(takers)) {
                assertThat(most.get()).isEqualTo(1);
            }
        }
    }

    @Test
    void case_41_another_process_cannot_take_it_meanwhile() throws Exception {
        Path file = directory.resolve("lock");
        WorkspaceLock lock = new WorkspaceLock(file);
        try (WorkspaceLock.Held held = lock.take(Deadline.none())) {
            assertThat(held).isNotNull();
            assertThat(anotherProcessTakes(file)).isFalse();
        }
        assertThat(anotherProcessTakes(file)).isTrue();
    }

    private int heldBy(WorkspaceLock lock) throws Exception {
        try (WorkspaceLock.Held held = lock.take(Deadline.none())) {
            assertThat(held).isNotNull();
            int together = ++holders;
            Thread.onSpinWait();
            holders--;
            return together;
        }
    }

    /** By the same kind of lock as the JVM's: fcntl(2), struct flock of 64-bit Linux. */
    private static boolean anotherProcessTakes(Path file) throws Exception {
        String take = "use Fcntl; open F, '+<', $ARGV[0] or exit 2;"
                + " my $lock = pack('ssx4qqix4', F_WRLCK, 0, 0, 0, 0); exit(fcntl(F, F_SETLK, $lock) ? 0 : 1)";
        Process process = new ProcessBuilder("perl", "-e", take, file.toString()).start();
        int code = process.onExit().join().exitValue();
        assertThat(code).isLessThan(2);
        return code == 0;
    }
}
