package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.patch;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Base;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What waits for a review, and what becomes of it. */
@Execution(ExecutionMode.CONCURRENT)
class ReviewTest {
    private static final CommitOptions REVIEWED = new CommitOptions(Optional.empty(), true, Optional.empty());
    private static final PatchMessage PATCH = patch("p", REVIEWED, new PatchAction.RunCommand("echo mine >>a.txt"));

    private GitGround ground;
    private BranchWorkspace executor;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
        executor = ground.executor("e");
    }

    @Test
    void what_was_approved_is_what_lands_byte_for_byte() {
        CommitId judged = putUp();
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("1");

        RunReport landed = succeeded(ground.carryOut(ground.executor("f"), approved(judged)));

        assertThat(ground.git("rev-parse", "main")).isEqualTo(judged.value());
        assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
        assertThat(landed.git().orElseThrow().approvedBy()).contains("bob");
        assertThat(landed.git().orElseThrow().run()).isEqualTo(1);
        assertThat(landed.diff().orElseThrow()).contains("+mine");
        assertThat(succeeded(ground.carryOut(executor, approved(judged))).git()).isEqualTo(landed.git());
    }

    @Test
    void an_approved_commit_is_moved_over_where_others_changed_other_places() {
        CommitId judged = putUp();
        ground.person("echo other >other.txt");

        RunReport landed = succeeded(ground.carryOut(executor, approved(judged)));

        assertThat(ground.git("rev-parse", "main"))
                .isEqualTo(landed.git().orElseThrow().commit().orElseThrow().value());
        assertThat(ground.git("diff", "--name-only", "main^", "main")).isEqualTo("a.txt");
        assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
    }

    @Test
    void where_others_changed_the_same_place_it_is_carried_out_anew_and_judged_again() {
        CommitId judged = putUp();
        ground.person("echo person >>a.txt");

        Outcome again = ground.carryOut(executor, approved(judged));

        assertThat(again).isInstanceOf(Outcome.AwaitingReview.class);
        CommitId next = again.report().git().orElseThrow().commit().orElseThrow();
        assertThat(next).isNotEqualTo(judged);
        assertThat(ground.git("show", next.value() + ":a.txt")).isEqualTo("one\nperson\nmine");
        assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(next.value());
        PatchMessage decision = PATCH.decided(3, new ReviewDecision.Approve(next, "bob"));
        succeeded(ground.carryOut(executor, decision));
        assertThat(ground.git("rev-parse", "main")).isEqualTo(next.value());
    }

    @Test
    void of_two_decisions_the_first_counts() {
        CommitId judged = putUp();
        Outcome rejected = ground.carryOut(executor, rejected(judged));
        assertThat(rejected)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        outcome -> assertThat(outcome.by()).contains("carol"));
        assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
        assertThat(ground.carryOut(executor, approved(judged))).isInstanceOf(Outcome.Rejected.class);
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("1");

        ground.carryOut(executor, patch("q", REVIEWED, new PatchAction.RunCommand("echo q >q")));
        CommitId q = new CommitId(ground.git("rev-parse", "patchline/q"));
        PatchMessage other = patch("q", REVIEWED, new PatchAction.RunCommand("echo q >q"));
        succeeded(ground.carryOut(executor, other.decided(2, new ReviewDecision.Approve(q, "bob"))));
        assertThat(ground.carryOut(
                        executor,
                        other.decided(
                                2,
                                new ReviewDecision.Reject(
                                        Optional.of(q), ErrorCode.REJECTED, Optional.of("carol"), "no"))))
                .isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void what_was_merged_by_hand_is_neither_rejected_nor_expires() {
        CommitId judged = putUp();
        ground.git("update-ref", "refs/heads/main", judged.value());

        for (PatchMessage message :
                List.of(rejected(judged), expired(2, Optional.of(judged)), expired(2, Optional.empty()))) {
            RunReport report = succeeded(ground.bringToEnd(ground.executor("f"), message, 0));
            assertThat(report.git().orElseThrow().commit()).contains(judged);
            assertThat(report.notes()).anyMatch(note -> note.contains("on main already"));
        }
        ground.git("branch", "-D", "patchline/p");
        assertThat(ground.bringToEnd(executor, rejected(judged), 0)).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void what_nobody_judged_is_not_rejected_with_what_was() {
        CommitId judged = putUp();
        ground.person("echo person >>a.txt");
        Outcome again = ground.carryOut(executor, approved(judged));
        CommitId next = again.report().git().orElseThrow().commit().orElseThrow();

        // At the same time as the approval, on an executor that knows nothing of it; one with, one without the commit.
        for (PatchMessage message : List.of(rejected(judged), expired(2, Optional.empty()))) {
            Outcome outcome = ground.bringToEnd(ground.executor("f"), message, 0);
            assertThat(outcome).isInstanceOf(Outcome.AwaitingReview.class);
            assertThat(outcome.report().git().orElseThrow().commit()).contains(next);
        }
        assertThat(ground.carryOut(executor, expired(3, Optional.of(judged))))
                .isInstanceOf(Outcome.AwaitingReview.class);
        assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(next.value());
        assertThat(ground.carryOut(executor, expired(4, Optional.of(next)))).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void what_the_patch_was_made_on_must_be_the_same_as_it_lands() {
        Base base = Base.of(new CommitId(ground.git("rev-parse", "main")));
        PatchMessage patch = patch(
                "p",
                new CommitOptions(Optional.of(base), true, Optional.empty()),
                new PatchAction.RunCommand("echo mine >>a.txt"));
        CommitId judged = ground.carryOut(executor, patch)
                .report()
                .git()
                .orElseThrow()
                .commit()
                .orElseThrow();
        ground.person("echo other >other.txt");
        String main = ground.git("rev-parse", "main");

        Outcome outcome = ground.bringToEnd(executor, patch.decided(2, new ReviewDecision.Approve(judged, "bob")), 0);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.STALE);
            assertThat(failed.summary()).contains("other.txt has changed", "patchline/p stays", "by hand");
        });
        assertThat(ground.git("rev-parse", "main")).isEqualTo(main);
        assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(judged.value());
    }

    /** In some languages an indentation is what decides. */
    @Test
    void what_others_only_indented_beside_it_is_another_place() {
        ground.person("printf 'if x:\\n  a\\nb\\nc\\nd\\n' >a.txt");
        CommitId judged = putUp();
        ground.person("printf 'if x:\\n  a\\n  b\\nc\\nd\\n' >a.txt");

        Outcome outcome = ground.carryOut(executor, approved(judged));

        assertThat(outcome).isInstanceOf(Outcome.AwaitingReview.class);
        assertThat(ground.git("show", "main:a.txt")).doesNotContain("mine");
    }

    @Test
    void another_commit_than_the_one_that_waits_is_not_approved() {
        CommitId judged = putUp();
        CommitId other = new CommitId(ground.git("rev-parse", "main"));

        Outcome outcome = ground.carryOut(executor, approved(other));

        assertThat(outcome).isInstanceOf(Outcome.AwaitingReview.class);
        assertThat(outcome.report().git().orElseThrow().commit()).contains(judged);
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("1");
    }

    @Test
    void the_workspace_asks_for_a_review_of_what_changes_its_paths() {
        BranchWorkspace asking = ground.executor(
                "g", ground.settings(ReviewRule.parse(".github/**, src/*"), Keep.NOTHING), GitGround::bash);

        succeeded(ground.carryOut(asking, command("free", "echo x >x")));
        Outcome waits = ground.carryOut(asking, command("ask/ed id", "echo x >src/x"));

        assertThat(waits).isInstanceOfSatisfying(Outcome.AwaitingReview.class, waiting -> {
            assertThat(waiting.summary()).contains("src/x");
            assertThat(waiting.until()).isAfter(java.time.Instant.now());
        });
        GitReport git = waits.report().git().orElseThrow();
        assertThat(ground.git("rev-parse", git.reviewBranch().orElseThrow()))
                .isEqualTo(git.commit().orElseThrow().value());
        // Delivered again, it is the same that waits.
        assertThat(ground.carryOut(
                                ground.executor(
                                        "h", ground.settings(ReviewRule.parse("src/*"), Keep.NOTHING), GitGround::bash),
                                command("ask/ed id", "echo x >src/x"))
                        .report()
                        .git())
                .contains(git);
    }

    /** Git brings the change to where the file is by then. */
    @Test
    void what_comes_into_such_a_path_only_as_it_is_moved_over_does_not_land_without_a_review() {
        AtomicBoolean moved = new AtomicBoolean();
        BranchWorkspace asking =
                ground.executor("g", ground.settings(ReviewRule.parse("deploy/"), Keep.NOTHING), request -> {
                    ProcessResult result = GitGround.bash(request);
                    if (!moved.getAndSet(true)) {
                        ground.person("mkdir deploy; git mv a.txt deploy/a.txt");
                    }
                    return result;
                });

        Outcome outcome = ground.carryOut(asking, command("p", "echo mine >>a.txt"));

        assertThat(ground.git("show", "main:deploy/a.txt")).as("%s", outcome).isEqualTo("one");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.AwaitingReview.class,
                        waiting -> assertThat(waiting.summary()).endsWith("deploy/a.txt"));
        assertThat(ground.git("show", "patchline/p:deploy/a.txt")).isEqualTo("one\nmine");
    }

    private CommitId putUp() {
        Outcome outcome = ground.carryOut(executor, PATCH);
        assertThat(outcome).isInstanceOf(Outcome.AwaitingReview.class);
        assertThat(outcome.report().git().orElseThrow().reviewBranch()).contains("patchline/p");
        return outcome.report().git().orElseThrow().commit().orElseThrow();
    }

    private static PatchMessage approved(CommitId commit) {
        return PATCH.decided(2, new ReviewDecision.Approve(commit, "bob"));
    }

    private static PatchMessage rejected(CommitId commit) {
        return PATCH.decided(
                2,
                new ReviewDecision.Reject(
                        Optional.of(commit), ErrorCode.REJECTED, Optional.of("carol"), "not like this"));
    }

    private static PatchMessage expired(int run, Optional<CommitId> commit) {
        return PATCH.decided(
                run, new ReviewDecision.Reject(commit, ErrorCode.REVIEW_EXPIRED, Optional.empty(), "nobody judged it"));
    }
}
