package io.patchline.executor.run;

import static org.awaitility.Awaitility.await;

import io.patchline.broker.Confirmation;
import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.actions.DirectoryWorkspace;
import io.patchline.executor.actions.WorkspacePlace;
import io.patchline.executor.actions.Workspaces;
import io.patchline.executor.ledger.RunLedger;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.report.Reporter;
import io.patchline.message.MessageCodec;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.OutgoingMessage;
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
import io.patchline.trace.TraceParent;
import io.patchline.transition.TransitionLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Runs with a ledger on disk, a runner that the test gives, and a broker that is always there and remembers what it was published. */
public final class TestRuns {
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);

    private final Path state;
    private final List<OutgoingMessage> published = new CopyOnWriteArrayList<>();
    private final Reporter reporter = new Reporter(this::confirm, new TransitionLog(false), CLOCK);
    private final Map<String, CompletableFuture<Confirmation>> heldBack = new ConcurrentHashMap<>();
    private volatile boolean connected = true;

    public TestRuns(Path state) {
        this.state = state;
    }

    /** Brings a delivery to its end in a thread of its own; interrupted, it leaves the run where it is. */
    static void bringToEnd(Runs runs, PatchMessage message) {
        try {
            runs.bringToEnd(message, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An executor with this runner. */
    public Runs executor(CommandRunner runner) {
        return executor(runner, () -> true);
    }

    /** An executor with this runner, and this answer to whether another command could be started. */
    public Runs executor(CommandRunner runner, BooleanSupplier canRunCommands) {
        try {
            Path workspace = Files.createDirectories(state.resolveSibling("workspace"));
            CommandRules rules = new CommandRules(CommandRules.NetworkPolicy.OFF, Map.of());
            WorkspacePlace place = WorkspacePlace.lasting(workspace, state, WorkspaceRoots.NONE);
            Workspaces workspaces =
                    new Workspaces(Map.of(WorkspaceName.DEFAULT, DirectoryWorkspace.at(place, runner, rules)));
            RunLedger ledger = new RunLedger(state, "executor");
            return new Runs(
                    ledger,
                    workspaces,
                    new AttemptLoop(reporter, new Slots(1), "executor", CLOCK, began -> canRunCommands.getAsBoolean()),
                    new LaneGate(ledger.holds(), new HoldPolicy(List.of("held/*"))),
                    new RunReports(reporter, "executor", CLOCK, record -> {}),
                    new NoTracing(),
                    CLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Reporter reporter() {
        return reporter;
    }

    /** From now on nothing is confirmed. */
    void loseBroker() {
        connected = false;
    }

    /** The next message with this routing key is answered when, and as, the test says. */
    CompletableFuture<Confirmation> holdBack(String routingKey) {
        CompletableFuture<Confirmation> answer = new CompletableFuture<>();
        heldBack.put(routingKey, answer);
        return answer;
    }

    void findBroker() {
        connected = true;
    }

    /** What the broker was told, by routing key, in order; the dead letter is {@code dead}. */
    public List<String> published() {
        return published.stream()
                .filter(message -> !message.exchange().equals(Topology.CONTROL))
                .map(OutgoingMessage::routingKey)
                .toList();
    }

    /** Of which runs the events were that the broker was told, in order. */
    List<Integer> runsPublished() throws UndecodableException {
        List<Integer> runs = new ArrayList<>();
        for (OutgoingMessage message : published) {
            runs.add(MessageCodec.readEvent(message.body()).data().ref().run());
        }
        return runs;
    }

    /** The newest dead letter, as whoever moves it back sends it. */
    PatchMessage letter() throws UndecodableException {
        OutgoingMessage dead = published.stream()
                .filter(message -> message.exchange().equals(Topology.DEAD_LETTERS))
                .reduce((first, second) -> second)
                .orElseThrow();
        return PatchMessage.read(dead.properties().getHeaders(), dead.body(), CLOCK.instant());
    }

    /** Forgets what the broker was published. */
    void forget() {
        published.clear();
    }

    /** The headers with the place in a trace that the messages had, the dead letter's among them. */
    public List<String> tracesPublished() {
        return published.stream()
                .filter(message -> !message.exchange().equals(Topology.CONTROL))
                .map(message -> String.valueOf(message.properties().getHeaders().get(TraceParent.HEADER)))
                .toList();
    }

    /** A file of the first run's, made or not; waits for the run to have its directory. */
    public Path runFile(String name) {
        return await().until(this::runDirectory, Optional::isPresent)
                .orElseThrow()
                .resolve(name);
    }

    private Optional<Path> runDirectory() {
        try (Stream<Path> files = Files.walk(state.resolve("ledger"))) {
            return files.filter(path -> path.getFileName().toString().endsWith(".run-1"))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // it is being made
        }
    }

    public static PatchMessage command(String id) {
        return command(id, "lane", RunOptions.OnFailure.ROLL_BACK);
    }

    static PatchMessage command(String id, String lane, RunOptions.OnFailure onFailure) {
        RunOptions options = new RunOptions(Duration.ofMinutes(1), 0, false, false, Optional.empty(), onFailure);
        Patch patch = new Patch(
                new PatchId(id),
                Optional.empty(),
                Optional.empty(),
                new Lane(lane),
                List.of(new PatchAction.RunCommand("echo")),
                options,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
        return PatchMessage.accepted(patch, CLOCK.instant(), "test");
    }

    private CompletionStage<Confirmation> confirm(OutgoingMessage message) {
        if (!connected) {
            return CompletableFuture.completedStage(new Confirmation.Unavailable("away"));
        }
        CompletableFuture<Confirmation> answer = heldBack.remove(message.routingKey());
        published.add(message);
        return answer != null ? answer : CompletableFuture.completedStage(new Confirmation.Confirmed());
    }
}
