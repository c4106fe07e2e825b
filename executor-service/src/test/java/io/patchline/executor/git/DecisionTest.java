package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.patch;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.PatchAction;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a decision makes run: nothing that may be seen beyond the tree, and nothing again and again. */
@Execution(ExecutionMode.CONCURRENT)
class DecisionTest {
    private static final boolean WITH_NETWORK = true;
    private static final boolean IDEMPOTENT = true;

    private GitGround ground;
    private BranchWorkspace executor;
    private Path ran;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
        executor = ground.executor("e");
        ran = directory.resolve("ran");
    }

    @Test
    void commands_with_the_network_are_not_run_again_where_what_was_approved_cannot_land() {
        PatchMessage patch = reviewed(WITH_NETWORK, !IDEMPOTENT);
        CommitId judged = putUp(patch);
        ground.person("echo person >>a.txt");
        String main = ground.git("rev-parse", "main");

        String[] why = {"must not run twice", "merge patchline/p into main by hand", "replay"};
        assertStale(ground.carryOut(executor, approved(patch, 2, judged)), why);
        assertStale(ground.bringToEnd(ground.executor("f"), approved(patch, 2, judged), 1), why);

        assertThat(ran).hasContent("run");
        assertThat(ground.git("rev-parse", "main")).isEqualTo(main);
        assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(judged.value());
    }

    private static void assertStale(Outcome outcome, String... why) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.STALE);
            assertThat(failed.summary()).contains(why).hasSizeLessThan(500);
        });
    }

    @Test
    void what_was_merged_by_hand_then_is_what_a_replay_finds() {
        PatchMessage patch = reviewed(WITH_NETWORK, !IDEMPOTENT);
        CommitId judged = putUp(patch);
        ground.person("echo person >>a.txt");
        ground.bringToEnd(executor, approved(patch, 2, judged), 0);
        ground.person("git fetch -q origin patchline/p; git merge -q -X ours --no-edit FETCH_HEAD;"
                + " printf 'one\\nperson\\nmine\\n' >a.txt");

        succeeded(ground.carryOut(executor, approved(patch, 3, judged).undecided()));

        assertThat(ground.git("show", "main:a.txt")).isEqualTo("one\nperson\nmine");
        assertThat(ran).hasContent("run");
    }

    @Test
    void a_replay_runs_them_once_more_for_another_review() {
        PatchMessage patch = reviewed(WITH_NETWORK, !IDEMPOTENT);
        CommitId judged = putUp(patch);
        ground.person("echo person >>a.txt");
        ground.bringToEnd(executor, approved(patch, 2, judged), 0);

        Outcome again = ground.carryOut(executor, approved(patch, 3, judged).undecided());

        assertThat(again).isInstanceOf(Outcome.AwaitingReview.class);
        assertThat(ran).hasContent("run\nrun");
        CommitId next = again.report().git().orElseThrow().commit().orElseThrow();
        assertThat(ground.git("show", next + ":a.txt")).isEqualTo("one\nperson\nmine");
        succeeded(ground.carryOut(executor, approved(patch, 4, next)));
        assertThat(ground.git("rev-parse", "main")).isEqualTo(next.value());
    }

    @Test
    void what_was_approved_lands_beside_other_changes_without_running_anything() {
        PatchMessage patch = reviewed(WITH_NETWORK, !IDEMPOTENT);
        CommitId judged = putUp(patch);
        ground.person("echo other >other.txt");

        succeeded(ground.carryOut(executor, approved(patch, 2, judged)));

        assertThat(ran).hasContent("run");
        assertThat(ground.git("show", "main:a.txt")).isEqualTo("one\nmine");
    }

    @Test
    void commands_that_may_run_twice_are_carried_out_anew() {
        PatchMessage patch = reviewed(WITH_NETWORK, IDEMPOTENT);
        CommitId judged = putUp(patch);
        ground.person("echo person >>a.txt");

        assertThat(ground.carryOut(executor, approved(patch, 2, judged))).isInstanceOf(Outcome.AwaitingReview.class);

        assertThat(ran).hasContent("run\nrun");
    }

    @Test
    void a_decision_in_which_executors_die_is_not_tried_for_ever() {
        PatchMessage patch = reviewed(!WITH_NETWORK, !IDEMPOTENT);
        CommitId judged = putUp(patch);
        ground.person("echo person >>a.txt");

        Outcome outcome = ground.bringToEnd(executor, approved(patch, 2, judged), 3);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Interrupted.class,
                        interrupted -> assertThat(interrupted.summary())
                                .contains("3 executors died", "nothing of it is on main", "patchline/p", "replay"));
        assertThat(ran).hasContent("run");
        assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(judged.value());
        // The replay of it is the decision once more.
        assertThat(ground.bringToEnd(executor, approved(patch, 3, judged), 2))
                .isInstanceOf(Outcome.AwaitingReview.class);
        assertThat(ran).hasContent("run\nrun");
    }

    @Test
    void one_that_was_carried_out_before_they_died_is_told_as_it_ended() {
        PatchMessage patch = reviewed(!WITH_NETWORK, !IDEMPOTENT);
        CommitId judged = putUp(patch);
        ground.person("echo person >>a.txt");
        CommitId next = ground.carryOut(executor, approved(patch, 2, judged))
                .report()
                .git()
                .orElseThrow()
                .commit()
                .orElseThrow();

        assertThat(ground.bringToEnd(executor, approved(patch, 2, judged), 3)
                        .report()
                        .git()
                        .orElseThrow()
                        .commit())
                .contains(next);

        succeeded(ground.carryOut(executor, approved(patch, 3, next)));
        Outcome landed = ground.bringToEnd(ground.executor("f"), approved(patch, 3, next), 3);
        assertThat(succeeded(landed).git().orElseThrow().approvedBy()).contains("bob");
        assertThat(ran).hasContent("run\nrun");
    }

    @Test
    void so_is_a_rejection() {
        PatchMessage patch = reviewed(!WITH_NETWORK, !IDEMPOTENT);
        putUp(patch);
        PatchMessage rejected = rejected(patch, 2);

        assertThat(ground.bringToEnd(executor, rejected, 3)).isInstanceOf(Outcome.Interrupted.class);
        assertThat(ground.git("branch", "--list", "patchline/*")).isNotEmpty();

        PatchMessage replayed = rejected(patch, 3);
        ground.carryOut(executor, replayed);
        assertThat(ground.bringToEnd(executor, replayed, 3)).isInstanceOf(Outcome.Rejected.class);
        assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
    }

    @Test
    void nobody_is_told_that_it_was_rejected_where_its_branch_was_only_deleted() {
        PatchMessage patch = reviewed(!WITH_NETWORK, !IDEMPOTENT);
        CommitId judged = putUp(patch);
        ground.git("branch", "-D", "patchline/p");

        Outcome outcome = ground.bringToEnd(executor, approved(patch, 2, judged), 0);

        assertStale(outcome, "patchline/p is gone", "in other words", "replay");
        assertThat(ran).hasContent("run");
    }

    /** As a host squashes what it merges. */
    @Test
    void what_was_merged_in_other_words_is_not_carried_out_once_more() {
        PatchMessage patch = reviewed(!WITH_NETWORK, !IDEMPOTENT);
        CommitId judged = putUp(patch);
        ground.person("git fetch -q origin patchline/p; git checkout -q FETCH_HEAD -- a.txt");

        RunReport report = succeeded(ground.bringToEnd(executor, approved(patch, 2, judged), 0));

        assertThat(report.notes()).anyMatch(note -> note.contains("the same is there already"));
        assertThat(report.git().orElseThrow().commit()).isEmpty();
        assertThat(ground.git("show", "main:a.txt")).isEqualTo("one\nmine");
        assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
        assertThat(ran).hasContent("run");
    }

    private PatchMessage reviewed(boolean network, boolean idempotent) {
        return patch(
                "p",
                new CommitOptions(Optional.empty(), true, Optional.empty()),
                new RunOptions(
                        Duration.ofMinutes(1),
                        0,
                        idempotent,
                        false,
                        Optional.of(network),
                        RunOptions.OnFailure.ROLL_BACK),
                new PatchAction.RunCommand("echo mine >>a.txt; echo run >>" + ran));
    }

    private CommitId putUp(PatchMessage patch) {
        Outcome outcome = ground.carryOut(executor, patch);
        assertThat(outcome).isInstanceOf(Outcome.AwaitingReview.class);
        return outcome.report().git().orElseThrow().commit().orElseThrow();
    }

    private static PatchMessage approved(PatchMessage patch, int run, CommitId commit) {
        return patch.decided(run, new ReviewDecision.Approve(commit, "bob"));
    }

    private static PatchMessage rejected(PatchMessage patch, int run) {
        return patch.decided(
                run, new ReviewDecision.Reject(Optional.empty(), ErrorCode.REJECTED, Optional.of("carol"), "no"));
    }
}
