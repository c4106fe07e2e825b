package io.patchline.executor.process;

import io.patchline.executor.output.OutputListener;
import io.patchline.patch.FilePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One command to run.
 *
 * @param script text for bash
 * @param workspace the directory that it may change
 * @param directory the directory in it to run in; absent: the workspace itself
 * @param strict whether it runs under {@code set -euo pipefail}
 * @param environment the variables that the command sees besides {@code PATH}, {@code HOME} (the workspace) and {@code LANG}, which it may replace
 * @param timeout how long it may run
 * @param network whether it may use the network
 * @param scratch an existing directory of this run's own, outside the workspace: {@link #OUTPUT_FILE} is appended to there
 * @param live hears the output as it comes
 * @param cancellation ends the command early
 * @param view what else it sees, and where it finds the workspace
 */
public record CommandRequest(
        String script,
        Path workspace,
        Optional<FilePath> directory,
        boolean strict,
        Map<String, String> environment,
        Duration timeout,
        boolean network,
        Path scratch,
        OutputListener live,
        Cancellation cancellation,
        View view) {

    /**
     * What a command sees besides the system.
     *
     * @param workspaceAt where it finds the workspace, in a sandbox that can show it elsewhere than where it is
     * @param readable files and directories that it may read
     */
    public record View(Optional<Path> workspaceAt, List<Path> readable) {
        /** The workspace where it is, and nothing else. */
        public static final View PLAIN = new View(Optional.empty(), List.of());

        public View {
            readable = List.copyOf(readable);
        }
    }

    /** A command that sees its workspace where it is, and nothing else. */
    public CommandRequest(
            String script,
            Path workspace,
            Optional<FilePath> directory,
            boolean strict,
            Map<String, String> environment,
            Duration timeout,
            boolean network,
            Path scratch,
            OutputListener live,
            Cancellation cancellation) {
        this(
                script,
                workspace,
                directory,
                strict,
                environment,
                timeout,
                network,
                scratch,
                live,
                cancellation,
                View.PLAIN);
    }

    /** A command that runs in the workspace itself, and not strictly. */
    public CommandRequest(
            String script,
            Path workspace,
            Map<String, String> environment,
            Duration timeout,
            boolean network,
            Path scratch,
            OutputListener live,
            Cancellation cancellation) {
        this(script, workspace, Optional.empty(), false, environment, timeout, network, scratch, live, cancellation);
    }

    /** Where it is to run. */
    public CommandPlace place() {
        return new CommandPlace(workspace, network, view);
    }

    /** The file in the scratch directory that keeps the full output, redacted, of all commands of a run, up to a size. */
    public static final String OUTPUT_FILE = "output.txt";
}
