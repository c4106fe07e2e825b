package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An executor that stops right before its push, is taken for dead, and goes on after others have told how its run ended. */
@Execution(ExecutionMode.CONCURRENT)
class FenceTest {
    private static final CommandRunner FAILS =
            request -> new ProcessResult.Exited(3, CapturedOutput.NONE, Duration.ZERO);

    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    /** An executor that is stopped before its first push, and goes on when this is done. */
    private BranchWorkspace zombie(Runnable meanwhile) {
        boolean[] stopped = {false};
        return ground.executor("zombie", GitGround::bash, new CallObserver() {
            @Override
            public void before(String git) {
                if (git.equals("push") && !stopped[0]) {
                    stopped[0] = true;
                    meanwhile.run();
                }
            }
        });
    }

    private BranchWorkspace other(CommandRunner runner) {
        return ground.executor("other", runner, CallObserver.NONE);
    }

    @Test
    void what_another_told_to_have_failed_gets_no_commit_and_both_tell_the_same() {
        PatchMessage patch = command("p", "echo x >x");
        Outcome[] told = new Outcome[1];

        Outcome late = ground.carryOut(zombie(() -> told[0] = ground.bringToEnd(other(FAILS), patch, 0)), patch);

        assertThat(told[0]).isInstanceOf(Outcome.Failed.class);
        assertThat(late)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(((Outcome.Failed) told[0]).code()));
        assertThat(ground.commits("p")).isZero();
        assertThat(ground.bringToEnd(ground.executor("third"), patch, 0).status())
                .isEqualTo("failed");
    }

    @Test
    void neither_does_what_was_cancelled_or_changed_nothing_elsewhere() {
        PatchMessage cancelled = command("c", "echo x >x");
        Outcome end = new Outcome.Cancelled("by bob", io.patchline.outcome.RunReport.NOTHING);
        assertThat(ground.carryOut(zombie(() -> standing(cancelled, end)), cancelled)
                        .status())
                .isEqualTo("cancelled");

        PatchMessage nothing = command("n", "echo x >x");
        CommandRunner idle = request -> new ProcessResult.Exited(0, CapturedOutput.NONE, Duration.ZERO);
        Outcome late = ground.carryOut(zombie(() -> succeeded(ground.bringToEnd(other(idle), nothing, 0))), nothing);

        assertThat(succeeded(late).git().orElseThrow().commit()).isEmpty();
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("1");
    }

    private void standing(PatchMessage patch, Outcome end) {
        try {
            assertThat(other(FAILS).standing(patch, end)).isEqualTo(end);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void others_pushes_and_ends_do_not_keep_it_from_its_own() {
        PatchMessage patch = command("p", "echo x >x");
        BranchWorkspace stopped = zombie(() -> {
            succeeded(ground.carryOut(ground.executor("lane"), command("other", "echo y >y")));
            ground.bringToEnd(other(FAILS), command("another", "echo"), 0);
            ground.person("echo z >z");
        });

        succeeded(ground.carryOut(stopped, patch));

        assertThat(ground.git("ls-tree", "--name-only", "main")).contains("x", "y", "z");
        assertThat(ground.commits("p")).isEqualTo(1);
    }

    @Test
    void a_late_run_and_its_replay_make_one_commit_whenever_the_late_one_comes() {
        // Before the replay begins.
        PatchMessage before = command("before", "echo before >>f");
        succeeded(ground.carryOut(ground.executor("zombie"), before));
        assertThat(succeeded(ground.bringToEnd(other(GitGround::bash), GitGround.secondRun(before), 0))
                        .git()
                        .orElseThrow()
                        .run())
                .isEqualTo(1);

        // While the replay is carried out: it has fetched, and not pushed.
        PatchMessage during = command("during", "echo during >>f");
        BranchWorkspace replay = ground.executor("other", GitGround::bash, new CallObserver() {
            private boolean done;

            @Override
            public void before(String git) {
                if (git.equals("write-tree") && !done) {
                    done = true;
                    succeeded(ground.carryOut(ground.executor("zombie"), during));
                }
            }
        });
        assertThat(succeeded(ground.bringToEnd(replay, GitGround.secondRun(during), 0))
                        .git()
                        .orElseThrow()
                        .run())
                .isEqualTo(1);

        // After the replay has landed.
        PatchMessage after = command("after", "echo after >>f");
        BranchWorkspace late =
                zombie(() -> succeeded(ground.bringToEnd(other(GitGround::bash), GitGround.secondRun(after), 0)));
        assertThat(succeeded(ground.carryOut(late, after)).git().orElseThrow().run())
                .isEqualTo(2);

        // After the replay has failed.
        PatchMessage failed = command("failed", "echo failed >>f");
        BranchWorkspace never = zombie(() -> ground.bringToEnd(other(FAILS), GitGround.secondRun(failed), 0));
        assertThat(ground.carryOut(never, failed)).isInstanceOf(Outcome.Interrupted.class);

        assertThat(ground.git("show", "main:f")).isEqualTo("before\nduring\nafter");
    }

    @Test
    void what_was_rejected_is_not_put_up_again() {
        PatchMessage patch = GitGround.patch(
                "p",
                new CommitOptions(Optional.empty(), true, Optional.empty()),
                new PatchAction.RunCommand("echo x >x"));
        PatchMessage reject = patch.decided(
                2, new ReviewDecision.Reject(Optional.empty(), ErrorCode.REJECTED, Optional.of("bob"), "no"));
        BranchWorkspace late = zombie(() -> {
            ground.bringToEnd(other(GitGround::bash), patch, 0);
            assertThat(ground.carryOut(other(GitGround::bash), reject)).isInstanceOf(Outcome.Rejected.class);
        });

        Outcome outcome = ground.carryOut(late, patch);

        assertThat(outcome).isInstanceOf(Outcome.Interrupted.class);
        assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
    }

    @Test
    void a_repository_that_takes_branches_only_can_be_used_without() {
        new Git(ground.bare)
                .bash("printf '#!/bin/sh\ncase $1 in refs/heads/*) ;; *) echo branches only >&2; exit 1;; esac\n' "
                        + ">hooks/update; chmod +x hooks/update");
        Outcome refused = ground.carryOut(ground.executor("e"), command("p", "echo x >x"));
        assertThat(refused).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PUSH_REFUSED);
            assertThat(failed.summary()).contains("branches only", "patchline.git.site.fence");
        });

        succeeded(ground.carryOut(ground.unfenced("f"), command("q", "echo x >x")));
        assertThat(ground.git("for-each-ref", "refs/patchline")).isEmpty();
    }
}
