package io.patchline.executor.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How runs leave the ledger: marked under their own lock, moved away in one step, and then deleted. Only one of all executors does that at a
 * time, so that what is moved is what was marked. Whoever waited for the run's claim meanwhile sees the mark, and begins anew.
 */
final class RunRemoval {
    private final Path ledger;
    private final RunMutex gate;

    RunRemoval(Path ledger, RunMutex gate) {
        this.ledger = ledger;
        this.gate = gate;
    }

    /** Something to do that must not be done by two executors at once. */
    interface Work {
        void run() throws IOException;
    }

    /** Waits until no other executor forgets. */
    synchronized void alone(Work work) throws IOException {
        try (FileChannel file = FileChannel.open(ledger.resolve("sweep.lock"), CREATE, WRITE);
                FileLock lock = file.lock()) {
            work.run();
        }
    }

    /** What is done to a run whose claim is held meanwhile. */
    interface ClaimedWork {
        void run(ClaimFile claim) throws IOException;
    }

    /** Forgets the run, unless it is claimed or not settled. Returns whether it did. Called {@link #alone}. */
    boolean forget(RunDirectory directory) throws IOException {
        return ifSettled(directory, claim -> {
            claim.forget();
            moveAway(directory);
        });
    }

    /** Does this unless the run is claimed or not settled. Returns whether it did. Called {@link #alone}. */
    boolean ifSettled(RunDirectory directory, ClaimedWork work) throws IOException {
        if (!gate.tryEnter(directory.run())) {
            return false;
        }
        try (FileChannel file = FileChannel.open(directory.claim(), READ, WRITE);
                FileLock lock = file.tryLock()) {
            if (lock == null || directory.settledAt().isEmpty()) {
                return false;
            }
            work.run(new ClaimFile(file));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            gate.leave(directory.run());
        }
    }

    /** Moves away what an executor that died had marked and not moved. The caller is at the run's gate. */
    void complete(RunDirectory directory) throws IOException {
        alone(() -> {
            try {
                if (ClaimFile.isForgotten(Files.readString(directory.claim()))) {
                    moveAway(directory);
                }
            } catch (NoSuchFileException e) {
                // It is gone already.
            }
        });
    }

    /** Deletes what was moved away, also by executors that died before they could. Called {@link #alone}. */
    void clear() throws IOException {
        if (Files.isDirectory(trash())) {
            List<Path> leftovers;
            try (Stream<Path> all = Files.list(trash())) {
                leftovers = all.toList();
            }
            for (Path leftover : leftovers) {
                delete(leftover);
            }
        }
    }

    private void moveAway(RunDirectory directory) throws IOException {
        Files.createDirectories(trash());
        Files.move(directory.run(), trash().resolve(UUID.randomUUID().toString()), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path trash() {
        return ledger.resolve("trash");
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
