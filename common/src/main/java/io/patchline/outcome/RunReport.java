package io.patchline.outcome;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an attempt did, as far as it came.
 *
 * @param elapsed how long the attempt took
 * @param commands the commands that were started, in order
 * @param files the files that are different from before, in the order of their paths
 * @param diff the changes to the files as a unified diff, up to a limit
 */
public record RunReport(Duration elapsed, List<CommandResult> commands, List<FileChange> files, Optional<String> diff) {
    /** Of an attempt that did nothing. */
    public static final RunReport NOTHING = new RunReport(Duration.ZERO, List.of(), List.of(), Optional.empty());

    public RunReport {
        commands = List.copyOf(commands);
        files = List.copyOf(files);
    }
}
