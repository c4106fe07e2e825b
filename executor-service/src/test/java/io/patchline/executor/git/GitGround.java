package io.patchline.executor.git;

import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.actions.CommandRules.NetworkPolicy;
import io.patchline.executor.actions.RunWorkspace.EarlierAttempts;
import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.SizeLimits;
import io.patchline.executor.git.remote.Credentials;
import io.patchline.executor.git.remote.RepositoryUrl;
import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.git.tree.TreeOwner;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.Outcome;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceName;
import io.patchline.patch.WorkspaceRoots;
import io.patchline.repository.SmartHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/** A bare repository with a branch {@code main}, and executors that share nothing but it. */
final class GitGround {
    final Path directory;
    final Path bare;
    private final Git git;

    GitGround(Path directory) throws IOException {
        this.directory = directory;
        this.bare = directory.resolve("site.git");
        Files.createDirectories(directory.resolve("person"));
        this.git = new Git(directory.resolve("person"));
        git.run("init", "-q", "--bare", "-b", "main", bare.toString());
        git.run("clone", "-q", bare.toString(), ".");
        person(
                "printf 'one\\n' >a.txt; mkdir src; printf 'two\\n' >src/b.txt; printf '#!/bin/sh\\n' >run.sh; chmod +x run.sh; ln -s a.txt link");
    }

    /** What a person does in his clone and pushes. */
    void person(String script) {
        git.bash("git pull -q --rebase origin main 2>/dev/null || :; " + script
                + "; git add -A; git commit -qm 'by hand'; git push -q origin HEAD:main");
    }

    /** What git says of the bare repository. */
    String git(String... arguments) {
        return new Git(bare).run(arguments);
    }

    /** An executor of its own, whose commands run without a sandbox, in the tree. */
    BranchWorkspace executor(String name) {
        return executor(name, settings(ReviewRule.parse("never"), Keep.IGNORED), GitGround::bash);
    }

    BranchWorkspace executor(String name, GitSettings settings, CommandRunner runner) {
        return executor(name, settings, TreeOwner.SELF, runner);
    }

    BranchWorkspace executor(String name, GitSettings settings, TreeOwner owner, CommandRunner runner) {
        return executor(name, settings, owner, runner, CallObserver.NONE);
    }

    BranchWorkspace executor(String name, GitSettings settings, CommandRunner runner, CallObserver observer) {
        return executor(name, settings, TreeOwner.SELF, runner, observer);
    }

    /** An executor whose calls of git are observed. */
    BranchWorkspace executor(String name, CommandRunner runner, CallObserver observer) {
        return executor(name, settings(ReviewRule.parse("never"), Keep.IGNORED), TreeOwner.SELF, runner, observer);
    }

    private BranchWorkspace executor(
            String name, GitSettings settings, TreeOwner owner, CommandRunner runner, CallObserver observer) {
        return executor(name, tools(settings, owner, runner, observer));
    }

    /** An executor whose calls on its own disk may take no longer than this. */
    BranchWorkspace impatient(String name, Duration most, CallObserver observer) {
        GitSettings usual = settings(ReviewRule.parse("never"), Keep.IGNORED);
        return executor(
                name, tools(usual, TreeOwner.SELF, GitGround::bash, observer).impatientHere(most));
    }

    private static BranchTools tools(
            GitSettings settings, TreeOwner owner, CommandRunner runner, CallObserver observer) {
        return BranchTools.of(
                settings,
                runner,
                new CommandRules(NetworkPolicy.ASK, Map.of()),
                owner,
                WorkspaceRoots.NONE,
                Clock.systemUTC(),
                observer);
    }

    private BranchWorkspace executor(String name, BranchTools tools) {
        try {
            return new BranchWorkspace(tools, directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An executor that pushes branches only. */
    BranchWorkspace unfenced(String name) {
        return executor(name, settings(ReviewRule.parse("never"), Keep.IGNORED, false), GitGround::bash);
    }

    GitSettings settings(ReviewRule review, Keep keep) {
        return settings(review, keep, true);
    }

    private GitSettings settings(ReviewRule review, Keep keep, boolean fence) {
        return settings(RepositoryUrl.parse(bare.toString()), Credentials.NONE, review, keep, fence);
    }

    private static GitSettings settings(
            RepositoryUrl url, Credentials credentials, ReviewRule review, Keep keep, boolean fence) {
        return new GitSettings(
                new WorkspaceName("site"),
                url,
                "main",
                credentials,
                review,
                Duration.ofDays(7),
                keep,
                Duration.ofMinutes(1),
                new SizeLimits(1L << 30, 1L << 30, 1L << 30),
                fence);
    }

    /** The usual settings, with the repository behind this server. */
    GitSettings behind(SmartHttpServer server, boolean fence) throws IOException {
        return at(server.url("site.git"), token(), fence);
    }

    /** What such a server lets in. */
    Credentials token() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), SmartHttpServer.TOKEN);
        return new Credentials(Optional.empty(), Optional.empty(), Optional.of(token));
    }

    /** The usual settings, with the repository at this address. */
    GitSettings at(String url, Credentials credentials, boolean fence) {
        return settings(RepositoryUrl.parse(url), credentials, ReviewRule.parse("never"), Keep.IGNORED, fence);
    }

    /** The usual settings, which fetch no more than so many bytes. */
    GitSettings fetching(long bytes) {
        return with(new SizeLimits(bytes, 1L << 30, 1L << 30), Duration.ofMinutes(1));
    }

    /** The usual settings with these limits. */
    GitSettings with(SizeLimits sizes, Duration timeout) {
        GitSettings usual = settings(ReviewRule.parse("never"), Keep.IGNORED);
        return new GitSettings(
                usual.name(),
                usual.url(),
                usual.branch(),
                usual.credentials(),
                usual.review(),
                usual.reviewWithin(),
                usual.keep(),
                timeout,
                sizes,
                usual.fence());
    }

    Outcome carryOut(BranchWorkspace executor, PatchMessage message) {
        return carryOut(executor, message, new Cancellation());
    }

    /** Fails, and does not wait for ever, where it takes longer than two minutes. */
    Outcome carryOutInTime(BranchWorkspace executor, PatchMessage message) {
        return CompletableFuture.supplyAsync(() -> carryOut(executor, message))
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
    }

    Outcome carryOut(BranchWorkspace executor, PatchMessage message, Cancellation cancellation) {
        try {
            Path scratch = Files.createTempDirectory(directory, "scratch");
            return executor.carryOut(
                    message,
                    new AttemptContext(
                            1, scratch, scratch.resolve("journals"), action -> (from, text) -> {}, cancellation));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What becomes of a message that was delivered before, on an executor whose ledger knows of so many deaths in it. */
    Outcome bringToEnd(BranchWorkspace executor, PatchMessage message, int deaths) {
        try {
            Optional<Outcome> end = executor.endOfEarlier(new EarlierAttempts(
                    message, deaths, true, false, deaths > 0, directory.resolve("none"), new Cancellation()));
            return executor.standing(message, end.orElseGet(() -> carryOut(executor, message)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How many commits on the branch are of this patch. */
    long commits(String id) {
        return git("log", "--format=%(trailers:key=Patchline-Id,valueonly,separator=)", "main")
                .lines()
                .filter(id::equals)
                .count();
    }

    /** The report of a run that must have succeeded. */
    static io.patchline.outcome.RunReport succeeded(Outcome outcome) {
        Assertions.assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return outcome.report();
    }

    static PatchMessage command(String id, String script) {
        return patch(id, CommitOptions.NONE, new PatchAction.RunCommand(script));
    }

    static PatchMessage patch(String id, CommitOptions commit, PatchAction... actions) {
        RunOptions options = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK);
        return patch(id, commit, options, actions);
    }

    static PatchMessage patch(String id, CommitOptions commit, RunOptions options, PatchAction... actions) {
        Patch patch = new Patch(
                new PatchId(id),
                Optional.empty(),
                Optional.empty(),
                new Lane("lane"),
                Arrays.asList(actions),
                options,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.of(new WorkspaceName("site")),
                Optional.of(commit));
        return PatchMessage.accepted(patch, Instant.now(), "alice");
    }

    /** A command in its tree, without a sandbox. */
    static ProcessResult bash(CommandRequest request) {
        try {
            Process process = new ProcessBuilder("/bin/bash", "-c", request.script())
                    .directory(request.workspace().toFile())
                    .redirectErrorStream(true)
                    .start();
            byte[] out = process.getInputStream().readAllBytes();
            int code = process.waitFor();
            Assertions.assertThat(out).isNotNull();
            return new ProcessResult.Exited(code, CapturedOutput.NONE, Duration.ZERO);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The replay of a message that was the patch's first. */
    static PatchMessage secondRun(PatchMessage first) {
        return new PatchMessage(
                first.patch(),
                first.body(),
                2,
                first.acceptedAt(),
                first.source(),
                first.address(),
                first.callback(),
                first.hold(),
                false,
                first.trace(),
                first.decision());
    }
}
