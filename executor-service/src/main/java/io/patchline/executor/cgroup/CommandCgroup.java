package io.patchline.executor.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The cgroup of one command. */
public final class CommandCgroup {
    private static final Pattern KILLS = Pattern.compile("^oom(?:_group)?_kill ([0-9]+)$", Pattern.MULTILINE);
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 500_000;
    private static final Logger LOG = Logger.getLogger(CommandCgroup.class);

    private final Path directory;

    CommandCgroup(Path directory) {
        this.directory = directory;
    }

    /** Puts these processes in; what they start from now on is in it too. */
    public void admit(Stream<Long> processes) throws IOException {
        for (long process : (Iterable<Long>) processes::iterator) {
            DelegatedCgroup.write(directory.resolve("cgroup.procs"), Long.toString(process));
        }
    }

    /** Whether the kernel ended the command because it used more memory than it may. */
    public boolean ranOutOfMemory() {
        try {
            Matcher kills = KILLS.matcher(Files.readString(directory.resolve("memory.events")));
            while (kills.find()) {
                if (!kills.group(1).equals("0")) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            LOG.warn("what a command's cgroup says of its memory cannot be read", e);
            return false;
        }
    }

    /** Ends what is left in it, and waits until it is gone. */
    public void remove() {
        long deadline = System.nanoTime() + LONGEST_DEATH.toNanos();
        try {
            if (Files.exists(directory.resolve("cgroup.kill"))) {
                DelegatedCgroup.write(directory.resolve("cgroup.kill"), "1");
            }
            while (!isGone()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("something in it does not die");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            LOG.error("the cgroup " + directory + " of a command cannot be removed", e);
        }
    }

    private boolean isGone() {
        try {
            Files.delete(directory);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
