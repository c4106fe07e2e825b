package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.seccomp.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

/**
 * The program that every command is launched by, whatever the tier: {@code launch.pl}. It says what its options are.
 *
 * @param path where it lies
 */
record LaunchProgram(Path path) {
    static final Path PERL = Path.of("/usr/bin/perl");

    private static final String NAME = "launch.pl";

    private static final String MACHINE =
            Machine.ofThisProcess().map(Machine::uname).orElseGet(() -> System.getProperty("os.arch"));

    /** Puts it into the executor's own directory, unless it is there. */
    static LaunchProgram in(Path ground) throws IOException {
        Path program = ground.resolve(NAME);
        if (!Files.exists(program)) {
            try (InputStream text = Objects.requireNonNull(LaunchProgram.class.getResourceAsStream(NAME), NAME)) {
                Files.writeString(program, new String(text.readAllBytes(), UTF_8));
            }
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r--r--r--"));
        }
        return new LaunchProgram(program);
    }

    /** What its command line begins with, whatever the command. */
    List<String> server() {
        return List.of(
                PERL.toString(),
                "-w",
                path.toString(),
                "machine=" + MACHINE,
                "parent=" + ProcessHandle.current().pid());
    }

    /** The option for a command's user; none for our own. */
    static List<String> user(CommandUser user) {
        return user.equals(CommandUser.self()) ? List.of() : List.of("user=" + user.uid() + ":" + user.gid());
    }
}
