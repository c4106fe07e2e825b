package io.patchline.executor.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.process.CommandLimits;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A cgroup (version 2) that is the executor's to divide. Each command gets a child of it, in which what all of its processes use together is
 * limited. See the kernel's admin-guide/cgroup-v2.rst, and systemd's CGROUP_DELEGATION.
 */
public final class DelegatedCgroup {
    private static final String PROCESSES = "cgroup.procs";
    private static final String CHILD = "command-";

    /** Where the executor itself goes, because a cgroup with processes cannot hand controllers to its children. */
    private static final String OWN = "executor";

    /** How systemd marks a cgroup that a service may divide ({@code Delegate=yes}). */
    private static final String DELEGATED = "delegate";

    private static final Path FILE_SYSTEM = Path.of("/sys/fs/cgroup");

    private static final Logger LOG = Logger.getLogger(DelegatedCgroup.class);

    private final Path directory;
    private final CommandLimits limits;

    private DelegatedCgroup(Path directory, CommandLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /**
     * Takes a cgroup over: what runs in it moves into a child, and leftovers of dead executors go.
     *
     * @throws IOException if it cannot limit memory and processes, with a message that says why
     */
    public static DelegatedCgroup at(Path directory, CommandLimits limits) throws IOException {
        Path controllers = directory.resolve("cgroup.controllers");
        if (!Files.isRegularFile(controllers)) {
            throw new IOException(directory + " is no cgroup of version 2");
        }
        List<String> available =
                List.of(Files.readString(controllers, UTF_8).strip().split(" "));
        if (!available.containsAll(List.of("memory", "pids"))) {
            throw new IOException(directory + " has the controllers " + available + ", memory and pids are needed");
        }
        DelegatedCgroup cgroup = new DelegatedCgroup(directory, limits);
        cgroup.removeLeftovers();
        cgroup.moveProcesses();
        write(directory.resolve("cgroup.subtree_control"), "+memory +pids");
        return cgroup;
    }

    /** The cgroup of this process if systemd has delegated it. */
    public static Optional<Path> own() throws IOException {
        Optional<String> path = Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring("0::/".length()))
                .findFirst();
        return path.map(FILE_SYSTEM::resolve).filter(DelegatedCgroup::isMarked);
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    /** A child for one command. */
    public CommandCgroup create() throws IOException {
        Path child = Files.createDirectory(directory.resolve(CHILD + UUID.randomUUID()));
        try {
            write(child.resolve("memory.max"), Long.toString(limits.memoryBytes()));
            if (Files.exists(child.resolve("memory.swap.max"))) {
                write(child.resolve("memory.swap.max"), "0");
            }
            write(child.resolve("memory.oom.group"), "1");
            write(child.resolve("pids.max"), Integer.toString(limits.processes()));
        } catch (IOException e) {
            Files.delete(child);
            throw e;
        }
        return new CommandCgroup(child);
    }

    /** Adds nothing to the file and does not truncate it: what it holds is the kernel's. */
    static void write(Path file, String value) throws IOException {
        try {
            Files.writeString(file, value, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("\"" + value + "\" cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isMarked(Path directory) {
        try {
            return Optional.ofNullable(Files.getFileAttributeView(directory, UserDefinedFileAttributeView.class))
                    .orElseThrow(() -> new IOException("no attributes"))
                    .list()
                    .contains(DELEGATED);
        } catch (IOException e) {
            return false;
        }
    }

    private void moveProcesses() throws IOException {
        List<String> processes = Files.readAllLines(directory.resolve(PROCESSES));
        if (processes.isEmpty()) {
            return;
        }
        Path own = directory.resolve(OWN);
        if (!Files.isDirectory(own)) {
            Files.createDirectory(own);
        }
        for (String process : processes) {
            write(own.resolve(PROCESSES), process);
        }
    }

    /** A directory of a command that runs cannot be removed, and stays. */
    private void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, CHILD + "*")) {
            for (Path child : children) {
                try {
                    Files.delete(child);
                } catch (FileSystemException e) {
                    LOG.debugf("%s stays: another executor's command runs in it", child);
                }
            }
        }
    }

    /** The processes that descend from one. */
    public static Stream<Long> descendants(Process process) {
        return process.descendants().map(ProcessHandle::pid);
    }
}
