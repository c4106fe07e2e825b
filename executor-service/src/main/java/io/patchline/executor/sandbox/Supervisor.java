package io.patchline.executor.sandbox;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stays beside a command where no PID namespace ends what it leaves.
 *
 * @param program becomes it
 * @param filters the filters of system calls for commands that may use the network and for those that may not; empty: commands are not confined
 */
record Supervisor(LaunchProgram program, Optional<Filters> filters) {
    /**
     * Files with filters of system calls.
     */
    record Filters(Path networkOn, Path networkOff) {}

    /** Puts the program into the executor's own directory, for commands that nothing confines. */
    static Supervisor in(Path ground) throws IOException {
        return new Supervisor(LaunchProgram.in(ground), Optional.empty());
    }

    /** Puts the program into the executor's own directory, and filters for commands without an IPC namespace. */
    static Supervisor filtering(Path ground, Machine machine) throws IOException {
        Filters filters = new Filters(
                new SeccompFilter(machine, Sockets.INTERNET, false).writeTo(ground.resolve("network-on.bpf")),
                new SeccompFilter(machine, Sockets.PAIRS, false).writeTo(ground.resolve("network-off.bpf")));
        return new Supervisor(LaunchProgram.in(ground), Optional.of(filters));
    }

    /**
     * What launches a command in this place.
     *
     * @param options as {@code launch.pl} says
     */
    Launch launch(CommandPlace place, RunFiles files, List<String> options) throws IOException {
        CommandUser user = CommandUser.forWorkspace(place.workspace());
        user.receive(files);
        List<String> line = new ArrayList<>(List.of("exited=" + files.exited()));
        line.addAll(LaunchProgram.user(user));
        filters.ifPresent(some -> line.add("seccomp=" + (place.network() ? some.networkOn() : some.networkOff())));
        line.addAll(options);
        line.addAll(List.of("--", "/bin/bash", files.launch().toString()));
        return new Launch(program.server(), line, place.workspace(), List.of());
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
