package io.patchline.executor.bench;

import io.patchline.executor.actions.ActionSequence;
import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.actions.DirectoryWorkspace;
import io.patchline.executor.actions.NetworkPolicy;
import io.patchline.executor.actions.RunWorkspace;
import io.patchline.executor.actions.WorkspacePlace;
import io.patchline.executor.git.BranchTools;
import io.patchline.executor.git.BranchWorkspace;
import io.patchline.executor.git.GitSettings;
import io.patchline.executor.git.ReviewRule;
import io.patchline.executor.git.remote.Credentials;
import io.patchline.executor.git.remote.RepositoryUrl;
import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.git.tree.TreeOwner;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.Outcome;
import io.patchline.patch.FilePath;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceName;
import io.patchline.patch.WorkspaceRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a git workspace costs over a directory workspace, for a patch that writes one file and has a command, which costs nothing here: trees of 5,000 and 50,000 files of 4 KB, a short and a long history, a bare
 * repository on the same disk. {@code bench/git/run.sh} calls it with the number of rounds and a directory that does not exist yet.
 */
final class GitBench {
    private static final CommandRunner NOTHING =
            request -> new ProcessResult.Exited(0, CapturedOutput.NONE, Duration.ZERO);
    private static final CommandRules RULES = new CommandRules(NetworkPolicy.OFF, Map.of());
    private static final int LONG_HISTORY = 20_000;

    private GitBench() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        Interleaved rows = new Interleaved();
        for (int files : new int[] {5_000, 50_000}) {
            Path plain = directory.resolve("plain-" + files);
            bash(
                    "mkdir -p \"$1\"; cd \"$1\"; for d in $(seq 0 $(($2 / 100 - 1))); do mkdir d$d; for f in $(seq"
                            + " 100); do head -c 4096 /dev/zero | tr '\\0' x >d$d/f$f; echo $d.$f >>d$d/f$f; done; done",
                    plain.toString(),
                    Integer.toString(files));
            Path state = Files.createDirectories(directory.resolve("state-" + files));
            ActionSequence actions =
                    ActionSequence.in(WorkspacePlace.lasting(plain, state, WorkspaceRoots.NONE), NOTHING, RULES);
            add(rows, "directory, " + files + " files", new DirectoryWorkspace(actions), directory);
            add(rows, "git, " + files + " files, 1 commit", git(directory, plain, files, 1), directory);
            if (files == 5_000) {
                add(
                        rows,
                        "git, " + files + " files, " + LONG_HISTORY + " commits",
                        git(directory, plain, files, LONG_HISTORY),
                        directory);
            }
        }
        rows.print(3, rounds);
    }

    private static RunWorkspace git(Path directory, Path plain, int files, int commits) throws IOException {
        Path bare = directory.resolve("site-" + files + "-" + commits + ".git");
        bash("""
                export GIT_AUTHOR_NAME=b GIT_AUTHOR_EMAIL=b@b GIT_COMMITTER_NAME=b GIT_COMMITTER_EMAIL=b@b GIT_CONFIG_GLOBAL=/dev/null
                git init -q --bare -b main "$1"; cd "$1"; export GIT_WORK_TREE=$2 GIT_INDEX_FILE=$1/index.bench; git --git-dir="$1" add -A; unset GIT_WORK_TREE
                c=$(git commit-tree $(git write-tree) -m first); t=$(git rev-parse $c^{tree})
                { for i in $(seq 2 $3); do printf 'commit refs/heads/main\\ncommitter b <b@b> %d +0000\\ndata 1\\nx\\n' $((1600000000 + i)); [ $i -gt 2 ] || echo "from $c"; done; } | git fast-import --quiet
                [ $3 -gt 1 ] || git update-ref refs/heads/main $c; git gc -q
                """, bare.toString(), plain.toString(), Integer.toString(commits));
        GitSettings settings = new GitSettings(
                new WorkspaceName("site"),
                RepositoryUrl.parse(bare.toString()),
                "main",
                Credentials.NONE,
                ReviewRule.parse("never"),
                Duration.ofDays(7),
                Keep.IGNORED,
                Duration.ofMinutes(5),
                1L << 31);
        return new BranchWorkspace(
                BranchTools.of(settings, NOTHING, RULES, TreeOwner.SELF, WorkspaceRoots.NONE, Clock.systemUTC()),
                directory.resolve("places-" + files + "-" + commits));
    }

    private static void add(Interleaved rows, String name, RunWorkspace workspace, Path directory) {
        int[] number = {0};
        rows.addWork(name, () -> {
            Path scratch = Files.createTempDirectory(directory, "scratch");
            PatchMessage message = patch(number[0]++);
            AttemptContext attempt = new AttemptContext(
                    1, scratch, scratch.resolve("journals"), action -> (from, text) -> {}, new Cancellation());
            Outcome outcome = workspace.carryOut(message, attempt);
            if (!(outcome instanceof Outcome.Succeeded)) {
                throw new IllegalStateException(String.valueOf(outcome));
            }
            workspace.settle(outcome, attempt.journals());
        });
    }

    private static PatchMessage patch(int number) {
        Patch patch = new Patch(
                new PatchId("p-" + UUID.randomUUID()),
                Optional.empty(),
                Optional.empty(),
                new Lane("bench"),
                List.of(
                        new PatchAction.WriteFile(
                                new FilePath("d1/new" + number % 50), number + "\n", Optional.empty()),
                        new PatchAction.RunCommand("true")),
                new RunOptions(
                        Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
        return PatchMessage.accepted(patch, Instant.now(), "bench");
    }

    private static void bash(String script, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-euc", script, "bash").inheritIO();
        builder.command().addAll(List.of(arguments));
        if (builder.start().onExit().join().exitValue() != 0) {
            throw new IOException("the ground of the bench could not be made");
        }
    }
}
