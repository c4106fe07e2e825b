package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.output.OutputListener;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandPlace;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.Prelaunch;
import io.patchline.executor.process.ProcessResult;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A sandbox, a workspace and a runner for the tests of a class, with sandboxes that wait for their commands; after each it asserts that the test left no process, zombie, thread, descriptor or file
 * behind.
 */
final class Workbench implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    static final Duration LONG = Duration.ofSeconds(60);

    /** How many sandboxes wait for the commands of a test: it may end with others than it begins with. */
    private static final int WAITING = 2;

    private final SandboxSettings settings;
    private final CommandLimits limits;
    private final Redaction redaction;
    private @Nullable Open open;
    private @Nullable Leftovers leftovers;

    private record Open(Path root, Path workspace, Sandbox sandbox, ConfinedRunner runner) {}

    private Workbench(SandboxSettings settings, CommandLimits limits, Redaction redaction) {
        this.settings = settings;
        this.limits = limits;
        this.redaction = redaction;
    }

    static Workbench bubblewrap() {
        return bubblewrap(TestLimits.QUICK);
    }

    static Workbench bubblewrap(CommandLimits limits) {
        return new Workbench(SandboxSettings.DEFAULTS, limits, Redaction.NONE);
    }

    static Workbench landlock() {
        return new Workbench(TestLimits.LANDLOCK, TestLimits.QUICK, Redaction.NONE);
    }

    static Workbench unconfined() {
        return new Workbench(TestLimits.UNCONFINED, TestLimits.QUICK, Redaction.NONE);
    }

    Workbench redacting(String... secrets) {
        return new Workbench(settings, limits, Redaction.of(List.of(secrets)));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path root = Files.createTempDirectory("patchline bench ");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path workspace = Files.createDirectory(root.resolve("workspace"));
        CommandUser.adopt(workspace);
        Files.createDirectory(root.resolve("scratch"));
        Sandbox sandbox = Sandbox.open(settings, limits, workspace, root.resolve("ground"));
        assertThat(sandbox.state()).as(sandbox.state().summary()).isInstanceOf(SandboxState.Ready.class);
        SandboxState.Ready ready = (SandboxState.Ready) sandbox.state();
        // As in an executor.
        Optional<Prelaunch> prelaunch = ready.tier().name() == TierName.BUBBLEWRAP
                ? Optional.of(new Prelaunch(new CommandPlace(workspace, false, CommandRequest.View.PLAIN), WAITING))
                : Optional.empty();
        ConfinedRunner runner = sandbox.runner(ready, redaction, prelaunch);
        open = new Open(root, workspace, sandbox, runner);
        outputOf("echo warm");
        awaitSandboxes();
        runner.suspendPrelaunch();
    }

    /** Until as many wait for a command as shall; none shall where commands have no namespaces of their own. */
    void awaitSandboxes() {
        runner().resumePrelaunch();
        await().atMost(LONG)
                .until(() -> runner().prelaunchStatus().stream().allMatch(status -> status.waiting() == WAITING));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        leftovers = Leftovers.since(workspace());
        awaitSandboxes();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        runner().suspendPrelaunch();
        leftovers().assertNone();
        try (var runs = Files.newDirectoryStream(root().resolve("ground"), "executor-*/run-*")) {
            assertThat(runs).isEmpty();
        }
        remove("workspace/*", "scratch/*");
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        opened().runner().close();
        opened().sandbox().close();
        assertThat(root().resolve("ground")).isEmptyDirectory();
        remove("");
    }

    /** Even where the test has made it hard: case 45. */
    private void remove(String... patterns) throws IOException {
        for (String pattern : patterns) {
            String script = "cd \"$1\" && rm -rf -- " + (pattern.isEmpty() ? "\"$1\"" : "./" + pattern);
            assertThat(new ProcessBuilder("bash", "-O", "dotglob", "-c", script, "rm", root().toString())
                            .start()
                            .onExit()
                            .join()
                            .exitValue())
                    .isZero();
        }
    }

    ConfinedRunner runner() {
        return opened().runner();
    }

    Path workspace() {
        return opened().workspace();
    }

    Path root() {
        return opened().root();
    }

    Path fullOutput() {
        return opened().root().resolve("scratch/output.txt");
    }

    Leftovers leftovers() {
        if (leftovers == null) {
            throw new IllegalStateException("before the test");
        }
        return leftovers;
    }

    ProcessResult run(String script) {
        return run(ask(script));
    }

    ProcessResult run(Ask ask) {
        return runner().run(request(ask, workspace()));
    }

    CommandRequest request(Ask ask, Path where) {
        return new CommandRequest(
                ask.script(),
                where,
                ask.directory(),
                ask.strict(),
                ask.environment(),
                ask.timeout(),
                ask.network(),
                root().resolve("scratch"),
                ask.live(),
                ask.cancellation());
    }

    /** Runs the command, which must exit with code 0, and gives what it printed. */
    String outputOf(String script) {
        return outputOf(ask(script));
    }

    String outputOf(Ask ask) {
        ProcessResult result = run(ask);
        assertThat(result).isInstanceOf(ProcessResult.Exited.class);
        assertThat(((ProcessResult.Exited) result).code())
                .as(result.output().head())
                .isZero();
        return result.output().head();
    }

    static Ask ask(String script) {
        return new Ask(script, Optional.empty(), false, LONG, false, Map.of(), OutputListener.NONE, new Cancellation());
    }

    private Open opened() {
        if (open == null) {
            throw new IllegalStateException("before the test");
        }
        return open;
    }

    /** What a test asks of the runner. */
    record Ask(
            String script,
            Optional<FilePath> directory,
            boolean strict,
            Duration timeout,
            boolean network,
            Map<String, String> environment,
            OutputListener live,
            Cancellation cancellation) {

        Ask in(String path) {
            Optional<FilePath> where = Optional.of(new FilePath(path));
            return new Ask(script, where, strict, timeout, network, environment, live, cancellation);
        }

        Ask strictly() {
            return new Ask(script, directory, true, timeout, network, environment, live, cancellation);
        }

        Ask within(Duration longest) {
            return new Ask(script, directory, strict, longest, network, environment, live, cancellation);
        }

        Ask withNetwork() {
            return new Ask(script, directory, strict, timeout, true, environment, live, cancellation);
        }

        Ask with(Map<String, String> variables) {
            return new Ask(script, directory, strict, timeout, network, variables, live, cancellation);
        }

        Ask heardBy(Consumer<String> listener) {
            OutputListener heard = (from, text) -> listener.accept(text);
            return new Ask(script, directory, strict, timeout, network, environment, heard, cancellation);
        }

        Ask cancelledBy(Cancellation wish) {
            return new Ask(script, directory, strict, timeout, network, environment, live, wish);
        }
    }
}
