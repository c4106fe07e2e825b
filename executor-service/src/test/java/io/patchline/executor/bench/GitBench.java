package io.patchline.executor.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.actions.CommandRules.NetworkPolicy;
import io.patchline.executor.actions.DirectoryWorkspace;
import io.patchline.executor.actions.RunWorkspace;
import io.patchline.executor.actions.WorkspacePlace;
import io.patchline.executor.git.BranchTools;
import io.patchline.executor.git.BranchWorkspace;
import io.patchline.executor.git.GitSettings;
import io.patchline.executor.git.ReviewRule;
import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.SizeLimits;
import io.patchline.executor.git.remote.Credentials;
import io.patchline.executor.git.remote.RepositoryUrl;
import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.git.tree.TreeOwner;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.Outcome;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceName;
import io.patchline.patch.WorkspaceRoots;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What a run costs in a git workspace over the same in a directory, for trees and histories of several sizes. Arguments: rounds, numbers of files, numbers of commits (both with commas), {@code sandbox}
 * or {@code none}. See bench/git. With sandboxes a directory has one that waits for its command, and each run in a git workspace launches its own.
 */
public final class GitBench {
    private static final int WARM_UP = 5;
    private static final int FILE_BYTES = 4096;
    private static final String COMMAND = "echo \"$RANDOM\" >>d0/f0; cat d1/f1 >copy";

    private static final CommandRules RULES = new CommandRules(NetworkPolicy.OFF, Map.of());

    private static int number;

    private final Path directory;
    private final Optional<BenchSandboxes> sandboxes;

    /** How long each call took, by its row and its command. */
    private final Map<String, List<Long>> calls = new ConcurrentSkipListMap<>();

    private volatile String row = "";
    private final ThreadLocal<Long> begun = new ThreadLocal<>();

    private GitBench(Path directory, Optional<BenchSandboxes> sandboxes) {
        this.directory = directory;
        this.sandboxes = sandboxes;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("patchline-git-bench-");
        Optional<BenchSandboxes> sandboxes = arguments[3].equals("sandbox")
                ? Optional.of(new BenchSandboxes(directory.resolve("sandboxes")))
                : Optional.empty();
        System.out.println(sandboxes.map(Object::toString).orElse("no sandbox") + "\n");
        try {
            new GitBench(directory, sandboxes).measure(rounds, numbers(arguments[1]), numbers(arguments[2]));
        } finally {
            if (sandboxes.isPresent()) {
                sandboxes.get().close();
            }
            run(Path.of("/"), "rm", "-rf", directory.toString());
        }
        System.exit(0);
    }

    private static List<Integer> numbers(String text) {
        return List.of(text.split(",", -1)).stream().map(Integer::valueOf).toList();
    }

    private void measure(int rounds, List<Integer> files, List<Integer> commits) throws Exception {
        Interleaved rows = new Interleaved();
        List<String> names = new ArrayList<>();
        for (int count : files) {
            for (int history : commits) {
                Path bare = repository(count, history);
                if (history == commits.getFirst()) {
                    String name = "directory, %,d files".formatted(count);
                    names.add(name);
                    rows.add(name, directory(name, bare, count));
                }
                String name = "git, %,d files, %,d commits".formatted(count, history);
                RunWorkspace branch = branch(bare);
                names.add(name);
                rows.add(name, () -> nanos(name, branch));
            }
        }
        long[][] times = rows.measured(WARM_UP, rounds);
        rows.print(times);
        double before = 0;
        System.out.println("\n| over the directory | ms at the median |\n|---|---:|");
        for (int row = 0; row < times.length; row++) {
            if (names.get(row).startsWith("directory")) {
                before = times[row][rounds / 2] / 1e6;
            } else {
                System.out.printf("| %s | %.0f |%n", names.get(row), times[row][rounds / 2] / 1e6 - before);
            }
        }
        System.out.println("\n| calls of git | for one run | ms of each at the median |\n|---|---:|---:|");
        calls.forEach((command, all) -> System.out.printf(
                "| %s | %.1f | %.1f |%n", command, all.size() / (double) (rounds + WARM_UP), median(all) / 1e6));
    }

    private static double median(List<Long> nanos) {
        synchronized (nanos) {
            return nanos.stream().sorted().toList().get(nanos.size() / 2);
        }
    }

    private long nanos(String name, RunWorkspace workspace) throws IOException, InterruptedException {
        PatchMessage message = message();
        Path scratch = Files.createTempDirectory(directory, "scratch");
        AttemptContext attempt = new AttemptContext(
                1, scratch, scratch.resolve("journals"), action -> (from, text) -> {}, new Cancellation());
        row = name;
        long start = System.nanoTime();
        Outcome outcome = workspace.carryOut(message, attempt);
        workspace.settle(outcome, attempt.journals());
        long took = System.nanoTime() - start;
        if (!(outcome instanceof Outcome.Succeeded)) {
            throw new IllegalStateException(outcome.toString());
        }
        return took;
    }

    private Interleaved.Measure directory(String name, Path bare, int files) throws Exception {
        Path clone = directory.resolve("directory-" + files);
        run(directory, "git", "clone", "-q", bare.toString(), clone.toString());
        WorkspacePlace place = WorkspacePlace.lasting(
                clone, Files.createDirectories(directory.resolve("state-" + files)), WorkspaceRoots.NONE);
        if (sandboxes.isEmpty()) {
            RunWorkspace workspace = DirectoryWorkspace.at(place, GitBench::bash, RULES);
            return () -> nanos(name, workspace);
        }
        ConfinedRunner runner = sandboxes.get().waitingIn(clone);
        RunWorkspace workspace = DirectoryWorkspace.at(place, runner, RULES);
        return () -> {
            BenchSandboxes.awaitWaiting(runner);
            return nanos(name, workspace);
        };
    }

    private RunWorkspace branch(Path bare) throws IOException {
        GitSettings settings = new GitSettings(
                new WorkspaceName("site"),
                RepositoryUrl.parse(bare.toString()),
                "main",
                Credentials.NONE,
                ReviewRule.parse("never"),
                Duration.ofDays(7),
                Keep.IGNORED,
                Duration.ofMinutes(5),
                new SizeLimits(2L << 30, 1L << 30, 10L << 30),
                true);
        BranchTools tools = BranchTools.of(
                settings,
                sandboxes.map(BenchSandboxes::launched).orElse(GitBench::bash),
                RULES,
                TreeOwner.SELF,
                WorkspaceRoots.NONE,
                Clock.systemUTC(),
                new Counting());
        return new BranchWorkspace(tools, directory.resolve("places-" + bare.getFileName()));
    }

    /** Notes what calls of git take. */
    private final class Counting implements CallObserver {
        @Override
        public void before(String command) {
            begun.set(System.nanoTime());
        }

        @Override
        public void after(String command) {
            calls.computeIfAbsent(row + ": " + command, name -> Collections.synchronizedList(new ArrayList<>()))
                    .add(System.nanoTime() - begun.get());
        }
    }

    /** A bare repository with so many files of 4 KB, and so many commits, ten minutes apart. */
    private Path repository(int files, int commits) throws Exception {
        Path bare = directory.resolve("r-" + files + "-" + commits + ".git");
        run(directory, "git", "init", "-q", "--bare", "-b", "main", bare.toString());
        Process load = new ProcessBuilder("git", "-C", bare.toString(), "fast-import", "--quiet")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream stream = load.getOutputStream()) {
            long time = Instant.now().getEpochSecond() - 7200 - commits * 600L;
            for (int commit = 0; commit < commits; commit++) {
                stream.write("commit refs/heads/main\ncommitter a <a@b> %d +0000\ndata 1\nx\n"
                        .formatted(time + commit * 600L)
                        .getBytes(UTF_8));
                if (commit == 0) {
                    for (int file = 0; file < files; file++) {
                        write(stream, "d%d/f%d".formatted(file % 100, file), file);
                    }
                } else {
                    write(stream, "d%d/f%d".formatted(commit % 100, commit % files), commit);
                }
            }
        }
        if (load.waitFor() != 0) {
            throw new IllegalStateException("git fast-import failed");
        }
        return bare;
    }

    private static void write(OutputStream stream, String path, int seed) throws IOException {
        byte[] line = (path + " " + seed + " of a file\n").getBytes(UTF_8);
        stream.write("M 644 inline %s\ndata %d\n".formatted(path, FILE_BYTES).getBytes(UTF_8));
        for (int at = 0; at < FILE_BYTES; at += line.length) {
            stream.write(line, 0, Math.min(line.length, FILE_BYTES - at));
        }
        stream.write('\n');
    }

    private static PatchMessage message() {
        RunOptions options = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK);
        Patch patch = new Patch(
                new PatchId("bench-" + number++),
                Optional.of("command_patch"),
                Optional.of("a.txt"),
                new Lane("a.txt"),
                List.of(new PatchAction.RunCommand(COMMAND)),
                options,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
        return PatchMessage.accepted(patch, Instant.now(), "bench");
    }

    private static ProcessResult bash(CommandRequest request) {
        try {
            int code = new ProcessBuilder("/bin/bash", "-c", request.script())
                    .directory(request.workspace().toFile())
                    .start()
                    .waitFor();
            return new ProcessResult.Exited(code, CapturedOutput.NONE, Duration.ZERO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(Path in, String... line) throws IOException, InterruptedException {
        int code = new ProcessBuilder(line)
                .directory(in.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", line) + " ended with code " + code);
        }
    }
}
