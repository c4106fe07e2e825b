package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.Launch;
import io.patchline.executor.process.ProcessTree;
import io.patchline.executor.process.RunFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The program that stays beside a command where no PID namespace ends what it leaves: {@code supervise.pl}.
 *
 * @param program where it lies
 */
record Supervisor(Path program) {
    static final Path PERL = Path.of("/usr/bin/perl");

    private static final String NAME = "supervise.pl";

    /** As {@code uname -m} says it. */
    private static final String MACHINE =
            System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");

    /** Puts the program into the executor's own directory. */
    static Supervisor in(Path ground) throws IOException {
        Path program = ground.resolve(NAME);
        if (!Files.exists(program)) {
            try (InputStream text = Objects.requireNonNull(Supervisor.class.getResourceAsStream(NAME), NAME)) {
                Files.writeString(program, new String(text.readAllBytes(), UTF_8));
            }
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r--r--r--"));
        }
        return new Supervisor(program);
    }

    /**
     * What starts a command whose launch text lies in its directory.
     *
     * @param options as {@code supervise.pl} says
     */
    Launch launch(CommandRequest request, RunFiles files, List<String> options) throws IOException {
        CommandUser user = CommandUser.forWorkspace(request.workspace());
        user.receive(files);
        List<String> line = new ArrayList<>(List.of(
                PERL.toString(),
                "-w",
                program.toString(),
                "machine=" + MACHINE,
                "parent=" + ProcessHandle.current().pid(),
                "exited=" + files.exited()));
        if (!user.equals(CommandUser.self())) {
            line.add("user=" + user.uid() + ":" + user.gid());
        }
        line.addAll(options);
        line.addAll(List.of("--", "/bin/bash", files.launch().toString()));
        return new Launch(line, request.workspace());
    }

    ProcessTree tree(Process process) {
        return new SupervisedTree(process.toHandle());
    }
}
