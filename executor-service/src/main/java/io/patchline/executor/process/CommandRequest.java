package io.patchline.executor.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * One command to run.
 *
 * @param script text for bash
 * @param workspace the directory to run in
 * @param environment all the variables that the command sees
 * @param timeout how long it may run
 * @param network whether it may use the network
 * @param scratch an existing directory of this run's own, outside the workspace, for the script and the full output
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
        Cancellation cancellation) {}
