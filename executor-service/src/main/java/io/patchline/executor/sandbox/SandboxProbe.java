package io.patchline.executor.sandbox;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proves a tier by running commands in it exactly as patches' commands will be: one that must succeed, and some that must not be able to do
 * what they try.
 *
 * @param workspace where commands will run
 * @param ground the executor's own directory, of which commands must see nothing
 * @param secrets files that no command must be able to read
 */
record SandboxProbe(TierName tier, ConfinedRunner runner, Path workspace, Path ground, List<Path> secrets) {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** What is wrong with the tier; empty if nothing is. */
    Optional<SandboxState.Unusable> fault() throws IOException {
        Path canary = Files.createTempFile(ground, "canary", "");
        Path scratch = Files.createTempDirectory(ground, "probe");
        try {
            Files.setPosixFilePermissions(canary, PosixFilePermissions.fromString(canaryPermissions()));
            for (ProbeCheck check : ProbeCheck.of(tier, canary, secrets)) {
                Optional<SandboxState.Unusable> fault = fault(check, scratch);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            return Optional.empty();
        } finally {
            Files.deleteIfExists(canary);
            Files.deleteIfExists(scratch.resolve(CommandRequest.OUTPUT_FILE));
            Files.deleteIfExists(scratch);
        }
    }

    /** A container does not hide what everybody may read; the other tiers do. */
    private String canaryPermissions() {
        return tier == TierName.CONTAINER ? "rw-------" : "rw-rw-rw-";
    }

    private Optional<SandboxState.Unusable> fault(ProbeCheck check, Path scratch) {
        CommandRequest request = new CommandRequest(
                check.script(),
                workspace,
                Map.of(),
                LONGEST,
                check.network(),
                scratch,
                OutputListener.NONE,
                new Cancellation());
        ProcessResult result = runner.run(request);
        String error = switch (result) {
            case ProcessResult.Exited exited when exited.code() == 0 -> "";
            case ProcessResult.Exited exited ->
                "code " + exited.code() + " " + exited.output().head().strip();
            case ProcessResult.SetUpFailed failed -> failed.cause();
            case ProcessResult.Signalled signalled -> signalled.signal();
            case ProcessResult.TimedOut timedOut -> "did not end";
            case ProcessResult.Cancelled cancelled -> "cancelled";
            case ProcessResult.OutputLimitReached reached -> "endless output";
            case ProcessResult.OutOfMemory memory -> "out of memory";
        };
        return error.isEmpty()
                ? Optional.empty()
                : Optional.of(new SandboxState.Unusable(tier, check.name(), error, Remedy.of(error)));
    }
}
