package io.patchline.executor.sandbox;

import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/** An executor whose command sets off a step of the clock and then runs until its timeout. Says how far the clock went, and how long it ran. */
final class CommandInStep {
    private CommandInStep() {}

    /** Arguments: a directory, the timeout, the file that the clock reads, and what to write there. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path workspace = Files.createDirectory(root.resolve("workspace"));
        CommandUser.adopt(workspace);
        long clock = System.currentTimeMillis();
        try (Sandbox sandbox =
                        Sandbox.open(SandboxSettings.DEFAULTS, TestLimits.QUICK, workspace, root.resolve("ground"));
                ConfinedRunner runner = sandbox.runner((SandboxState.Ready) sandbox.state(), Redaction.NONE)) {
            ProcessResult result = runner.run(new CommandRequest(
                    "echo started; sleep 4242",
                    workspace,
                    Map.of(),
                    Duration.parse(arguments[1]),
                    false,
                    Files.createDirectory(root.resolve("scratch")),
                    (from, text) -> write(Path.of(arguments[2]), arguments[3]),
                    new Cancellation()));
            System.out.println(result.getClass().getSimpleName());
            System.out.println("the clock went on by " + (System.currentTimeMillis() - clock) / 1000 + " s");
            System.out.println("the command ran for " + result.elapsed().toMillis() + " ms");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
