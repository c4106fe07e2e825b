package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.patch;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.SizeLimits;
import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.process.Cancellation;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.PatchAction;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Git that never ends, here or in the repository, ends the run with what it was, and the next run is none the worse. */
@Execution(ExecutionMode.CONCURRENT)
class SlowEndsTest {
    /** Longer than any push here that is answered. */
    private static final Duration PUSH = Duration.ofSeconds(5);

    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    /** Git waits for ever at a pipe that nobody writes to, where it looks for what to ignore. */
    private void makeGitSlow(String executor) {
        new Git(ground.directory).bash("mkfifo " + executor + "/place-0/git/info/exclude");
    }

    private void makeGitFast(String executor) {
        new Git(ground.directory).bash("rm " + executor + "/place-0/git/info/exclude");
    }

    @Test
    void a_cancel_is_heard_while_git_takes_its_time_on_the_executors_own_disk() {
        AtomicInteger lists = new AtomicInteger();
        BranchWorkspace executor = ground.executor("e", GitGround::bash, counting("ls-files", lists));
        succeeded(ground.carryOut(executor, command("p", "echo x >x")));
        makeGitSlow("e");
        int before = lists.get();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> ground.carryOut(executor, command("q", "echo y >y"), cancellation));

        await().atMost(Duration.ofMinutes(1)).until(() -> lists.get() > before);
        cancellation.request(Cancellation.Reason.REQUESTED);

        assertThat(outcome.orTimeout(1, TimeUnit.MINUTES).join()).isInstanceOf(Outcome.Cancelled.class);
        makeGitFast("e");
        succeeded(ground.carryOutInTime(executor, command("r", "test ! -e y && echo z >z")));
    }

    @Test
    void git_that_takes_too_long_on_the_executors_own_disk_is_told_and_nothing_runs() {
        succeeded(ground.carryOut(ground.executor("e"), command("p", "echo x >x")));
        makeGitSlow("e");
        Path runs = ground.directory.resolve("runs");

        Outcome outcome = ground.carryOutInTime(
                ground.impatient("e", Duration.ofSeconds(2), CallObserver.NONE), command("q", "echo run >>" + runs));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.TimedOut.class,
                        timedOut -> assertThat(timedOut.summary())
                                .isEqualTo(
                                        "git ls-files took longer than 2 s on the executor's own disk; nothing of the patch is on the branch"));
        assertThat(runs).doesNotExist();
        makeGitFast("e");
        succeeded(ground.carryOutInTime(ground.executor("e"), command("r", "echo z >z")));
    }

    /** Who looks what has become of a run waits as for a full disk, and does not make a defect of it. */
    @Test
    void what_an_earlier_attempt_did_is_looked_for_until_git_is_done() throws InterruptedException {
        PatchMessage patch = command("p", "echo x >x");
        succeeded(ground.carryOut(ground.executor("e"), patch));
        AtomicInteger looks = new AtomicInteger();
        BranchWorkspace impatient = ground.impatient("e", Duration.ofNanos(1), counting("fetch", looks));
        Thread looking = Thread.ofVirtual().start(() -> ground.bringToEnd(impatient, patch, 1));

        await().atMost(Duration.ofMinutes(1)).until(() -> looks.get() > 1 || !looking.isAlive());

        assertThat(looking.isAlive()).isTrue();
        looking.interrupt();
        looking.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {".gitignore", ".gitattributes", "src/.gitignore"})
    void a_pipe_in_the_place_of_what_git_reads_ends_its_own_patch_and_no_other(String name) {
        BranchWorkspace executor = ground.executor("e");
        succeeded(ground.carryOut(executor, command("before", "echo x >x")));

        Outcome made = ground.carryOutInTime(executor, command("made", "mkfifo " + name + "; echo y >y"));
        Outcome left = ground.carryOutInTime(executor, command("left", "mkfifo " + name + "; echo y >y; exit 3"));

        assertThat(made).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PATH_REFUSED);
            assertThat(failed.summary()).contains(name + " is no file, and git reads it");
        });
        assertThat(left).isInstanceOf(Outcome.Failed.class);
        succeeded(
                ground.carryOutInTime(executor, command("after", "test ! -e " + name + " && test -e x && echo z >z")));
    }

    private void hook(String hook, String refs, String then) {
        new Git(ground.bare)
                .bash("printf '#!/bin/sh\\nif grep -q \"" + refs + "\"; then " + then + "; fi\\n' >hooks/" + hook
                        + "; chmod +x hooks/" + hook);
    }

    private BranchWorkspace pushing(AtomicInteger pushes) {
        SizeLimits sizes =
                ground.settings(ReviewRule.parse("never"), Keep.IGNORED).sizes();
        return ground.executor("e", ground.with(sizes, PUSH), GitGround::bash, counting("push", pushes));
    }

    @Test
    void a_push_that_is_never_answered_ends_the_run_and_none_of_it_comes_later() {
        hook("pre-receive", "refs/heads/main", "sleep 1000");
        AtomicInteger pushes = new AtomicInteger();

        Outcome outcome = ground.carryOutInTime(pushing(pushes), command("p", "echo x >x"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.TimedOut.class,
                        timedOut -> assertThat(timedOut.summary())
                                .contains(
                                        "none of 3 pushes in a row was answered",
                                        "within 5 s",
                                        "patchline.git.<name>.timeout"));
        assertThat(pushes).as("three of the commit, one of the fence alone").hasValue(4);
        assertThat(ground.git("for-each-ref", "--format=%(refname)", "refs/patchline"))
                .isEqualTo("refs/patchline/branch/main/fence");
        new Git(ground.bare).bash("rm hooks/pre-receive");
        succeeded(ground.carryOutInTime(ground.executor("e"), GitGround.secondRun(command("p", "echo x >x"))));
        assertThat(ground.commits("p")).isEqualTo(1);
    }

    @Test
    void where_not_even_the_fence_is_answered_the_run_ends_all_the_same() {
        hook("pre-receive", "refs", "sleep 1000");
        AtomicInteger pushes = new AtomicInteger();

        Outcome outcome = ground.carryOutInTime(pushing(pushes), command("p", "echo x >x"));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(pushes).hasValue(6);
    }

    @Test
    void a_push_for_review_that_is_never_answered_ends_the_run_too() {
        hook("pre-receive", "refs/heads/patchline", "sleep 1000");
        CommitOptions reviewed = new CommitOptions(Optional.empty(), true, Optional.empty());

        Outcome outcome = ground.carryOutInTime(
                pushing(new AtomicInteger()), patch("p", reviewed, new PatchAction.RunCommand("echo x >x")));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
    }

    @Test
    void a_push_that_took_effect_without_an_answer_is_found_and_not_made_again() {
        hook("post-receive", "refs/heads/main", "sleep 1000");
        AtomicInteger pushes = new AtomicInteger();

        succeeded(ground.carryOutInTime(pushing(pushes), command("p", "echo x >x")));

        assertThat(pushes).hasValue(1);
        assertThat(ground.commits("p")).isEqualTo(1);
    }

    @Test
    void what_acts_beyond_the_tree_does_not_begin_again_where_no_push_is_answered() {
        hook("pre-receive", "refs/heads/main", "sleep 1000");
        RunOptions network = new RunOptions(
                Duration.ofMinutes(1), 3, false, false, Optional.of(true), RunOptions.OnFailure.ROLL_BACK);

        Outcome outcome = ground.carryOutInTime(
                pushing(new AtomicInteger()),
                patch("p", CommitOptions.NONE, network, new PatchAction.RunCommand("echo x >x")));

        assertThat(outcome).isInstanceOf(Outcome.Interrupted.class);
    }

    static CallObserver counting(String command, AtomicInteger calls) {
        return new CallObserver() {
            @Override
            public void before(String git) {
                if (List.of(command).contains(git)) {
                    int unused = calls.incrementAndGet();
                }
            }
        };
    }
}
