package io.patchline.executor.process;

import io.patchline.executor.output.OutputListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * One command to run.
 *
 * @param script text for bash
 * @param workspace the directory to run in
 * @param environment the variables that the command sees besides {@code PATH}, {@code HOME} (the workspace) and {@code LANG}, which it may replace
 * @param timeout how long it may run
 * @param network whether it may use the network
 * @param scratch an existing directory of this run's own, outside the workspace: {@link #OUTPUT_FILE} is appended to there
 * @param live hears the output as it comes
 * @param cancellation ends the command early
 */
public record CommandRequest(
        String script,
        Path workspace,
        Map<String, String> environment,
        Duration timeout,
        boolean network,
        Path scratch,
        OutputListener live,
        Cancellation cancellation) {

    /** The file in the scratch directory that keeps the full output, redacted, of all commands of a run, up to a size. */
    public static final String OUTPUT_FILE = "output.txt";
}
