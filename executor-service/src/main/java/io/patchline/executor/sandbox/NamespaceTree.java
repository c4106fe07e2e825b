package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.patchline.executor.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The processes of a PID namespace. Its first process, a child of the bwrap that we started, dies with that; the kernel then kills all the
 * others, and the first is not gone before they are.
 */
final class NamespaceTree implements ProcessTree {
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 100_000;
    private static final Logger LOG = Logger.getLogger(NamespaceTree.class);

    private final ProcessHandle outer;
    private final ProcessHandle first;

    private NamespaceTree(ProcessHandle outer, ProcessHandle first) {
        this.outer = outer;
        this.first = first;
    }

    static NamespaceTree of(Process process) throws IOException {
        ProcessHandle first = onlyChild(process.pid())
                .flatMap(ProcessHandle::of)
                .orElseThrow(() -> new IOException("bwrap " + process.pid() + " has no child"));
        return new NamespaceTree(process.toHandle(), first);
    }

    @Override
    public void terminate() {
        outer.descendants().forEach(ProcessHandle::destroy);
    }

    @Override
    public void kill() {
        outer.destroyForcibly();
    }

    @Override
    public boolean reap() {
        long deadline = System.nanoTime() + LONGEST_DEATH.toNanos();
        while (first.isAlive() && !isZombie(first.pid())) {
            if (System.nanoTime() - deadline > 0) {
                LOG.errorf("process %d has been killed but does not die: it is stuck in the kernel", first.pid());
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return false;
    }

    /** By the kernel's own list where it keeps one (CONFIG_PROC_CHILDREN): the JDK reads all of {@code /proc} for it. */
    private static Optional<Long> onlyChild(long pid) throws IOException {
        Path children = Path.of("/proc", Long.toString(pid), "task", Long.toString(pid), "children");
        if (Files.exists(children)) {
            return Pattern.compile("[0-9]+")
                    .matcher(Files.readString(children, US_ASCII))
                    .results()
                    .map(found -> Long.valueOf(found.group()))
                    .findFirst();
        }
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .findFirst();
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return !Files.exists(Path.of("/proc", Long.toString(pid)));
        }
    }
}
