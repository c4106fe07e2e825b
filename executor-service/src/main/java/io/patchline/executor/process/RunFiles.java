package io.patchline.executor.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A directory with what one command is started from: for its user's eyes only, read-only to the command, gone when it has ended. */
public record RunFiles(Path directory) implements AutoCloseable {
    private static final String SCRIPT = "script";
    private static final String LAUNCH = "launch";

    static RunFiles create(Path parent, String script) throws IOException {
        RunFiles files = new RunFiles(Files.createTempDirectory(parent, "run-"));
        files.write(SCRIPT, script);
        return files;
    }

    /** Where the command's script lies. */
    public Path script() {
        return directory.resolve(SCRIPT);
    }

    /** Where the shell text lies that prepares the ground for it. */
    public Path launch() {
        return directory.resolve(LAUNCH);
    }

    /** Writes the shell text that prepares the ground. */
    public void writeLaunch(String text) throws IOException {
        write(LAUNCH, text);
    }

    /** Gives the directory and what is in it to a user. Only root can. */
    public void giveTo(int uid, int gid) throws IOException {
        for (Path path : new Path[] {script(), launch(), directory}) {
            for (var owner : Map.of("unix:uid", uid, "unix:gid", gid).entrySet()) {
                Files.setAttribute(path, owner.getKey(), owner.getValue());
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.write(file, text.getBytes(UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(script());
        Files.deleteIfExists(launch());
        Files.deleteIfExists(directory);
    }
}
