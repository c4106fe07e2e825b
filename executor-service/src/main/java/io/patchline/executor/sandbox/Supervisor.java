package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.process.CommandPlace;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.Launch;
import io.patchline.executor.process.LaunchScript;
import io.patchline.executor.process.ProcessTree;
import io.patchline.executor.process.RunFiles;
import io.patchline.executor.seccomp.Machine;
import io.patchline.executor.seccomp.SeccompFilter;
import io.patchline.executor.seccomp.SeccompFilter.Sockets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The program that stays beside a command where no PID namespace ends what it leaves: {@code supervise.pl}.
 *
 * @param program where it lies
 * @param filters the filters of system calls for commands that may use the network and for those that may not; empty: commands are not confined
 */
record Supervisor(Path program, Optional<Filters> filters) {
    /**
     * Files with filters of system calls.
     */
    record Filters(Path networkOn, Path networkOff) {}

    static final Path PERL = Path.of("/usr/bin/perl");

    private static final String NAME = "supervise.pl";

    private static final String MACHINE =
            Machine.ofThisProcess().map(Machine::uname).orElseGet(() -> System.getProperty("os.arch"));

    /** Puts the program into the executor's own directory, for commands that nothing confines. */
    static Supervisor in(Path ground) throws IOException {
        return new Supervisor(programIn(ground), Optional.empty());
    }

    /** Puts the program into the executor's own directory, and filters for commands without an IPC namespace. */
    static Supervisor filtering(Path ground, Machine machine) throws IOException {
        Filters filters = new Filters(
                new SeccompFilter(machine, Sockets.INTERNET, false).writeTo(ground.resolve("network-on.bpf")),
                new SeccompFilter(machine, Sockets.PAIRS, false).writeTo(ground.resolve("network-off.bpf")));
        return new Supervisor(programIn(ground), Optional.of(filters));
    }

    private static Path programIn(Path ground) throws IOException {
        Path program = ground.resolve(NAME);
        if (!Files.exists(program)) {
            try (InputStream text = Objects.requireNonNull(Supervisor.class.getResourceAsStream(NAME), NAME)) {
                Files.writeString(program, new String(text.readAllBytes(), UTF_8));
            }
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r--r--r--"));
        }
        return program;
    }

    /**
     * What launches a command in this place.
     *
     * @param options as {@code supervise.pl} says
     */
    Launch launch(CommandPlace place, RunFiles files, List<String> options) throws IOException {
        CommandUser user = CommandUser.forWorkspace(place.workspace());
        user.receive(files);
        List<String> line = new ArrayList<>(List.of("exited=" + files.exited()));
        if (!user.equals(CommandUser.self())) {
            line.add("user=" + user.uid() + ":" + user.gid());
        }
        filters.ifPresent(some -> line.add("seccomp=" + (place.network() ? some.networkOn() : some.networkOff())));
        line.addAll(options);
        line.addAll(List.of("--", "/bin/bash", files.launch().toString()));
        return new Launch(same(), line, place.workspace(), List.of());
    }

    /** What its command line begins with, whatever the command. */
    private List<String> same() {
        return List.of(
                PERL.toString(),
                "-w",
                program.toString(),
                "machine=" + MACHINE,
                "parent=" + ProcessHandle.current().pid());
    }

    /** Puts the command where {@link #launch} has said that it will be. */
    void assign(CommandRequest request, RunFiles files, LaunchScript.Place place, Map<String, String> variables)
            throws IOException {
        files.writeCommand(LaunchScript.command(request, place, variables), request.script());
        CommandUser.forWorkspace(request.workspace()).receive(files);
    }

    ProcessTree tree(Process process) {
        return new SupervisedTree(process.toHandle());
    }
}
