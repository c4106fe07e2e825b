package io.patchline.executor.bench;

import io.patchline.broker.BrokerAddress;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.broker.PublisherLimits;
import io.patchline.broker.ServiceTopology;
import io.patchline.broker.SessionKeeper;
import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.actions.CommandRules.NetworkPolicy;
import io.patchline.executor.actions.DirectoryWorkspace;
import io.patchline.executor.actions.WorkspacePlace;
import io.patchline.executor.actions.Workspaces;
import io.patchline.executor.ledger.RunLedger;
import io.patchline.executor.output.OutputListener;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.report.MessagePublisher;
import io.patchline.executor.report.Reporter;
import io.patchline.executor.run.AttemptLoop;
import io.patchline.executor.run.HoldPolicy;
import io.patchline.executor.run.LaneGate;
import io.patchline.executor.run.RunReports;
import io.patchline.executor.run.Runs;
import io.patchline.executor.run.Slots;
import io.patchline.executor.sandbox.CommandUser;
import io.patchline.executor.sandbox.Sandbox;
import io.patchline.executor.sandbox.SandboxSettings;
import io.patchline.executor.sandbox.SandboxState;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceName;
import io.patchline.patch.WorkspaceRoots;
import io.patchline.trace.NoTracing;
import io.patchline.transition.TransitionLog;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** See bench/ledger/README.md. Arguments: the broker's AMQP URL; rounds; a directory on disk; one in memory. */
public class LedgerBench {
    private static final int WARM_UP = 40;
    private static final Clock CLOCK = Clock.systemUTC();
    private static int number;

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        Path disk = Files.createTempDirectory(Path.of(arguments[2]), "patchline-bench");
        Path memory = Files.createTempDirectory(Path.of(arguments[3]), "patchline-bench");
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path workspace = Files.createDirectory(disk.resolve("workspace"));
        CommandUser.adopt(workspace);
        ConfirmedPublisher publisher = new ConfirmedPublisher(PublisherLimits.STANDARD);
        CompletableFuture<Void> connected = new CompletableFuture<>();
        try (SessionKeeper keeper = new SessionKeeper(
                        BrokerAddress.parse(arguments[0]),
                        "ledger bench",
                        ServiceTopology.ofExecutor(new Topology(8), true),
                        session -> {
                            publisher.onSession(session);
                            connected.complete(null);
                        },
                        connected::completeExceptionally);
                Sandbox sandbox = Sandbox.open(
                        SandboxSettings.DEFAULTS, CommandLimits.DEFAULTS, workspace, disk.resolve("ground"))) {
            keeper.start();
            connected.join();
            if (!(sandbox.state() instanceof SandboxState.Ready ready)) {
                throw new IllegalStateException(sandbox.state().summary());
            }
            try (ConfinedRunner runner = sandbox.runner(ready, Redaction.of(List.of("a-secret-of-some-length")))) {
                rows(runner, publisher::publish, workspace, disk, memory).print(WARM_UP, rounds);
            }
        }
        publisher.close();
        new ProcessBuilder("rm", "-rf", disk.toString(), memory.toString())
                .start()
                .waitFor();
        System.exit(0);
    }

    private static Interleaved rows(
            ConfinedRunner runner, MessagePublisher publisher, Path workspace, Path disk, Path memory)
            throws Exception {
        Path scratch = Files.createDirectory(disk.resolve("scratch"));
        LedgerRun onDisk = new LedgerRun(disk.resolve("ledger-only"));
        LedgerRun inMemory = new LedgerRun(memory.resolve("ledger-only"));
        Runs wholeOnDisk = runs(runner, publisher, workspace, disk.resolve("whole"));
        Runs wholeInMemory = runs(runner, publisher, workspace, memory.resolve("whole"));
        Runs silent = runs(
                runner,
                message -> CompletableFuture.completedStage(new io.patchline.broker.Confirmation.Confirmed()),
                workspace,
                disk.resolve("silent"));
        FileChannel file = FileChannel.open(
                disk.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        Interleaved rows = new Interleaved();
        rows.addWork("`true` in the sandbox, and nothing else", () -> runner.run(request(workspace, scratch)));
        rows.addWork("the ledger of one run, on disk", onDisk::call);
        rows.addWork("the ledger of one run, in memory: what is not sync", inMemory::call);
        rows.addWork(
                "a patch of `true`: sandbox, ledger on disk, no events",
                () -> silent.bringToEnd(message(), false, () -> true));
        rows.addWork(
                "a patch of `true`: sandbox, ledger in memory, events confirmed",
                () -> wholeInMemory.bringToEnd(message(), false, () -> true));
        rows.addWork(
                "a patch of `true`: sandbox, ledger on disk, events confirmed",
                () -> wholeOnDisk.bringToEnd(message(), false, () -> true));
        rows.addWork("one line appended and synced", () -> {
            file.write(ByteBuffer.wrap("started 1 2026-11-21T00:00:00Z bench\n".getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        });
        return rows;
    }

    private static Runs runs(ConfinedRunner runner, MessagePublisher publisher, Path workspace, Path state)
            throws Exception {
        Files.createDirectories(state);
        Reporter reporter = new Reporter(publisher, new TransitionLog(false), CLOCK);
        DirectoryWorkspace directory = DirectoryWorkspace.at(
                WorkspacePlace.lasting(workspace, state, WorkspaceRoots.NONE),
                runner,
                new CommandRules(NetworkPolicy.OFF, Map.of()));
        RunLedger ledger = new RunLedger(state, "bench");
        return new Runs(
                ledger,
                new Workspaces(Map.of(WorkspaceName.DEFAULT, directory)),
                new AttemptLoop(reporter, new Slots(1), "bench", CLOCK, began -> true),
                new LaneGate(ledger.holds(), new HoldPolicy(List.of())),
                new RunReports(reporter, "bench", CLOCK, record -> {}),
                new NoTracing(),
                CLOCK);
    }

    private static CommandRequest request(Path workspace, Path scratch) {
        return new CommandRequest(
                "true",
                workspace,
                Map.of(),
                Duration.ofMinutes(1),
                false,
                scratch,
                OutputListener.NONE,
                new Cancellation());
    }

    private static PatchMessage message() {
        RunOptions options = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK);
        Patch patch = new Patch(
                new PatchId("bench-" + number++),
                Optional.of("command_patch"),
                Optional.of("a.txt"),
                new Lane("a.txt"),
                List.of(new PatchAction.RunCommand("true")),
                options,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
        return PatchMessage.accepted(patch, CLOCK.instant(), "bench");
    }
}
