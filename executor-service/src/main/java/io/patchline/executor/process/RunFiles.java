package io.patchline.executor.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.patchline.executor.directory.DirectoryTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jboss.logging.Logger;

/**
 * A directory with what one command is started from: for its user's eyes only, gone when it has ended. The directory stays the executor's, so that a command of
 * another user can put nothing there.
 */
public record RunFiles(Path directory) implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RunFiles.class);
    static final String SCRIPT = "script";
    static final String COMMAND = "command";
    private static final String LAUNCH = "launch";

    /** The last argument of each process that a command is started by ends so. */
    static final String LAUNCH_SUFFIX = "/" + LAUNCH + "\0";

    private static final String EXITED = "exited";
    private static final String TEMPORARY = "tmp";

    static RunFiles create(Path parent) throws IOException {
        return new RunFiles(Files.createTempDirectory(parent, "run-"));
    }

    private Path script() {
        return directory.resolve(SCRIPT);
    }

    private Path command() {
        return directory.resolve(COMMAND);
    }

    /** Where the shell text lies that waits for the command. */
    public Path launch() {
        return directory.resolve(LAUNCH);
    }

    /** Where it is marked that the command exited by itself with a code that would otherwise be taken for a signal. */
    public Path exited() {
        return directory.resolve(EXITED);
    }

    /** A directory for what the command wants to keep while it runs. It goes with the rest, whatever is in it. */
    public Path temporary() {
        return directory.resolve(TEMPORARY);
    }

    /** Makes that directory. */
    public Path makeTemporary() throws IOException {
        return Files.createDirectory(temporary());
    }

    /** Writes the shell text that waits for the command. */
    public void writeLaunch(String text) throws IOException {
        write(LAUNCH, text);
    }

    /** Writes the shell text that prepares the ground for a script, and the script. */
    public void writeCommand(String text, String script) throws IOException {
        write(COMMAND, text);
        write(SCRIPT, script);
    }

    /** Gives what is in the directory to a user, who may pass through it. Only root can. */
    public void giveTo(int uid, int gid) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        for (Path path : new Path[] {script(), command(), launch(), temporary()}) {
            if (Files.exists(path, NOFOLLOW_LINKS)) {
                Files.setAttribute(path, "unix:uid", uid);
                Files.setAttribute(path, "unix:gid", gid);
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.write(file, text.getBytes(UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    }

    /** Clears up. What cannot be removed is told in the log and left to the next sweep: the command has had its end. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(script());
            Files.deleteIfExists(command());
            Files.deleteIfExists(launch());
            Files.deleteIfExists(exited());
            DirectoryTrees.remove(temporary());
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            LOG.warn(
                    "what a command was started from cannot be cleared away; it is tried again when another executor starts",
                    e);
        }
    }
}
