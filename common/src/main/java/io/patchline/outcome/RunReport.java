package io.patchline.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
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
 * @param notes what a reader must know of how it was done, a line each: that a pattern matched as an expression, that files were rolled back
 * @param omitted what is not in this report because it would be too long with it; absent where all of it is there
 * @param git what became of it in the repository; absent in a directory workspace, and where it did not come so far
 */
public record RunReport(
        Duration elapsed,
        List<CommandResult> commands,
        List<FileChange> files,
        Optional<String> diff,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<String> notes,

        Optional<Omitted> omitted,
        Optional<GitReport> git) {
    /** Of an attempt that did nothing. */
    public static final RunReport NOTHING = new RunReport(Duration.ZERO, List.of(), List.of(), Optional.empty());

    /** Stands for a diff that is left out altogether. */
    public static final String DIFF_LEFT_OUT = "(the diff is left out here)\n";

    public RunReport {
        commands = List.copyOf(commands);
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** A report of a directory workspace. */
    public RunReport(
            Duration elapsed,
            List<CommandResult> commands,
            List<FileChange> files,
            Optional<String> diff,
            List<String> notes,
            Optional<Omitted> omitted) {
        this(elapsed, commands, files, diff, notes, omitted, Optional.empty());
    }

    /** A complete report. */
    public RunReport(
            Duration elapsed,
            List<CommandResult> commands,
            List<FileChange> files,
            Optional<String> diff,
            List<String> notes) {
        this(elapsed, commands, files, diff, notes, Optional.empty());
    }

    /** A complete report without notes. */
    public RunReport(Duration elapsed, List<CommandResult> commands, List<FileChange> files, Optional<String> diff) {
        this(elapsed, commands, files, diff, List.of());
    }

    /** The same, with what became of it in the repository. */
    public RunReport with(GitReport result) {
        return new RunReport(elapsed, commands, files, diff, notes, omitted, Optional.of(result));
    }
}
