package io.patchline.executor.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.patchline.executor.directory.DirectoryTrees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A directory of one executor's own for what its commands are started from. It is locked while the executor lives; what an executor that was
 * killed left behind is found by its lock being free, and swept by the next.
 */
final class ExecutorDirectory implements AutoCloseable {
    private static final String PREFIX = "executor-";
    private static final String LOCK = "lock";
    private static final Logger LOG = Logger.getLogger(ExecutorDirectory.class);

    private final Path directory;
    private final FileChannel lock;

    private ExecutorDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** @param parent a directory on a local file system that executors may share; created if it is missing */
    static ExecutorDirectory in(Path parent) throws IOException {
        Files.createDirectories(parent);
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
        sweep(parent, Optional.empty());
        // Locked before it has the name by which others find it: two executors that start at once must not sweep each
        // other.
        Path unnamed = Files.createTempDirectory(parent, "new-" + PREFIX);
        FileChannel lock = FileChannel.open(unnamed.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString("rwx--x--x"));
        Path directory = parent.resolve(unnamed.getFileName().toString().substring("new-".length()));
        Files.move(unnamed, directory, StandardCopyOption.ATOMIC_MOVE);
        return new ExecutorDirectory(directory, lock);
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            clear(directory);
        }
    }

    /** Clears away what executors that were killed left behind since this one came. Never its own: to open its lock here and close it again would release it. */
    void sweepOthers() {
        sweep(directory.resolveSibling("."), Optional.of(directory.getFileName()));
    }

    /** What cannot be cleared away is told in the log: it keeps no executor from its start. */
    private static void sweep(Path parent, Optional<Path> own) {
        try (DirectoryStream<Path> grounds = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path ground : grounds) {
                if (!own.equals(Optional.of(ground.getFileName()))) {
                    sweepIfAbandoned(ground);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("what executors left behind in " + parent + " cannot be looked at; it is tried again", e);
        }
    }

    private static void sweepIfAbandoned(Path ground) {
        try (FileChannel channel = FileChannel.open(ground.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                endProcesses(ground);
                clear(ground);
            }
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            LOG.debugf("%s belongs to this very process, or was swept by another", ground);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("what an executor left behind in " + ground + " cannot be cleared away; it is tried again", e);
        }
    }

    /** The lock goes last: what has none is nobody's to sweep. */
    private static void clear(Path ground) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(ground)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, NOFOLLOW_LINKS)) {
                    DirectoryTrees.remove(entry);
                } else if (!entry.endsWith(LOCK)) {
                    Files.deleteIfExists(entry);
                }
            }
        }
        Files.deleteIfExists(ground.resolve(LOCK));
        Files.delete(ground);
    }

    /** What is started from a directory has its path in the command line: launches that were cut short, and all that tier none leaves. */
    private static void endProcesses(Path ground) {
        String mark = ground + "/";
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .forEach(ProcessHandle::destroyForcibly);
    }
}
