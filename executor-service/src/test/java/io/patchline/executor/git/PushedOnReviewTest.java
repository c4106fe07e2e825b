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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people push onto the branch of a review: it lands as it was approved, or stays where it is, and makes no command run twice. */
@Execution(ExecutionMode.CONCURRENT)
class PushedOnReviewTest {
    /** Later than what executors do, whatever the second: logs are by date. */
    private static final String LATER = "export GIT_COMMITTER_DATE=2040-01-01T00:00:00Z; ";

    private static final String COMMIT = "git add -A; git commit -q -m ";
    private static final String UPDATE_BRANCH = "git merge -q --no-edit origin/main";

    private GitGround ground;
    private BranchWorkspace executor;
    private Git clone;
    private Path ran;
    private PatchMessage patch;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
        executor = ground.executor("e");
        clone = new Git(Files.createDirectories(directory.resolve("reviewer")));
        clone.run("clone", "-q", ground.bare.toString(), ".");
        ran = directory.resolve("ran");
        CommitOptions reviewed = new CommitOptions(Optional.empty(), true, Optional.empty());
        patch = patch("p", reviewed, new PatchAction.RunCommand("echo mine >>a.txt; echo run >>" + ran));
    }

    @Test
    void a_branch_that_was_updated_by_a_merge_lands_without_the_merge() {
        putUp();
        ground.person(LATER + "echo other >other.txt");
        CommitId head = pushed(LATER + UPDATE_BRANCH);

        Outcome shown = decided(2, new CommitId(ground.git("rev-parse", "main")));
        assertThat(shown.report().diff().orElseThrow()).contains("+mine").doesNotContain("other");
        Outcome outcome = decided(3, head);

        RunReport landed = succeeded(outcome);
        assertThat(landed.diff().orElseThrow()).contains("+mine").doesNotContain("other");
        assertThat(ground.git("rev-parse", "main^{tree}")).isEqualTo(ground.git("rev-parse", head + "^{tree}"));
        assertThat(ground.git("rev-list", "--merges", "main")).isEmpty();
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("3");
        assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
        assertThat(ground.commits("p")).isEqualTo(1);
        assertThat(ran).hasContent("run");
    }

    @Test
    void so_it_does_with_commits_before_and_after_merges_and_with_the_branch_further_on() {
        putUp();
        ground.person("echo other >other.txt");
        pushed("sed -i s/mine/better/ a.txt; " + COMMIT + "better; " + UPDATE_BRANCH);
        ground.person("echo third >third.txt");
        pushed(UPDATE_BRANCH);
        CommitId head = pushed("sed -i s/better/best/ a.txt; " + COMMIT + "best");
        ground.person("echo fourth >fourth.txt");

        succeeded(decided(2, head));

        assertThat(ground.git("show", "main:a.txt")).isEqualTo("one\nbest");
        assertThat(ground.git("log", "--format=%s", "--max-count=2", "main")).isEqualTo("best\nbetter");
        assertThat(ground.git("ls-tree", "--name-only", "main")).contains("other.txt", "third.txt", "fourth.txt");
        assertThat(ground.git("rev-list", "--merges", "main")).isEmpty();
        assertThat(ran).hasContent("run");
    }

    @Test
    void a_commit_that_corrects_the_patch_in_the_same_line_lands_where_the_branch_has_moved_on() {
        putUp();
        CommitId head = pushed("sed -i s/mine/better/ a.txt; " + COMMIT + "better");
        ground.person("echo other >other.txt");

        succeeded(decided(2, head));

        assertThat(ground.git("show", "main:a.txt")).isEqualTo("one\nbetter");
        assertThat(ground.git("show", "main:other.txt")).isEqualTo("other");
        assertThat(ran).hasContent("run");
    }

    @Test
    void a_commit_that_was_put_below_the_patch_lands_with_it() {
        CommitId judged = putUp();
        CommitId head = pushed("git reset -q --hard origin/main; echo below >below.txt; " + COMMIT
                + "below; git cherry-pick " + judged);
        ground.person("echo other >other.txt");

        RunReport landed = succeeded(decided(2, head));

        assertThat(landed.git().orElseThrow().commits()).hasSize(2);
        assertThat(ground.git("log", "--format=%s", "--max-count=3", "main")
                        .lines()
                        .toList()
                        .get(1))
                .isEqualTo("below");
        assertThat(ground.git("show", "main:a.txt")).isEqualTo("one\nmine");
        assertThat(ground.git("show", "main:other.txt")).isEqualTo("other");
        assertThat(ran).hasContent("run");
    }

    @Test
    void a_commit_without_changes_is_left_out() {
        putUp();
        CommitId head = pushed("git commit -q --allow-empty -m again");
        ground.person("echo other >other.txt");

        succeeded(decided(2, head));

        assertThat(ground.git("log", "--format=%s", "main")).doesNotContain("again");
        assertThat(ground.git("show", "main:a.txt")).isEqualTo("one\nmine");
    }

    /** None of them can be put on the branch one for one: nothing is lost, and nothing lands. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo more >more.txt; " + COMMIT + "more", // beside a change of the same place
                "git commit -q --amend --no-edit --reset-author",
                "git reset -q --soft HEAD^; git commit -q -m 'in my words'",
                "git merge -q -s ours --no-edit origin/main", // a merge that takes something back
                "git merge -q -X ours --no-edit origin/main; echo evil >evil.txt; git add -A; git commit -q --amend --no-edit",
                "git checkout -q -B other origin/main; git merge -q -X ours --no-edit origin/patchline/p",
                "git checkout -q --orphan none; " + COMMIT + "orphan",
            })
    void what_a_person_pushed_and_cannot_be_moved_stays_where_it_is(String script) {
        putUp();
        ground.person("echo person >>a.txt");
        CommitId head = pushed(script);
        String main = ground.git("rev-parse", "main");

        Outcome outcome = ground.bringToEnd(executor, approved(2, head), 0);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(failed.summary()).contains("patchline/p", "by hand");
        });
        assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(head.value());
        assertThat(ground.git("rev-parse", "main")).isEqualTo(main);
        assertThat(ran).hasContent("run");
    }

    /** Without these merges other things would land than were approved. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "git merge -q -s ours --no-edit origin/main",
                "git merge -q --no-commit origin/main; echo evil >evil.txt; git add -A; git commit -q --no-edit",
            })
    void a_merge_that_adds_something_stays_where_it_is(String script) {
        putUp();
        ground.person("echo other >other.txt");
        CommitId head = pushed(script);

        assertThat(decided(2, head)).isInstanceOf(Outcome.Failed.class);

        assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(head.value());
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("2");
    }

    @Test
    void what_the_branch_was_set_back_from_does_not_come_back_with_the_patch() {
        ground.person("echo secret >secret.txt");
        CommitId judged = putUp();
        clone.run("fetch", "-q", "origin");
        ground.git("update-ref", "refs/heads/main", "main^");

        Outcome again = decided(2, judged);

        assertThat(again).isInstanceOf(Outcome.AwaitingReview.class);
        assertThat(ground.git("ls-tree", "--name-only", "main")).doesNotContain("secret.txt");
        assertThat(ground.git("ls-tree", "--name-only", "patchline/p")).doesNotContain("secret.txt");
        assertThat(ground.git("show", "patchline/p:a.txt")).isEqualTo("one\nmine");

        CommitId head = pushed("git merge -q --no-edit " + judged);
        assertThat(decided(3, head)).isInstanceOf(Outcome.Failed.class);
        assertThat(ground.git("ls-tree", "--name-only", "main")).doesNotContain("secret.txt");
    }

    /** The message is delivered once more after its run has put up its commit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                LATER + UPDATE_BRANCH,
                "git rebase -q origin/main",
                "git commit -q --amend -m 'in my words'",
                "git reset -q --soft origin/main; git commit -q -m squashed",
                "git checkout -q --orphan none; " + COMMIT + "orphan",
                "git reset -q --hard origin/main",
            })
    void nothing_runs_twice_whatever_a_person_pushed(String script) {
        putUp();
        ground.person(LATER + "echo other >other.txt; " + COMMIT + "other; echo third >third.txt");
        CommitId head = pushed(script);

        Outcome outcome = ground.bringToEnd(executor, patch, 0);

        assertThat(outcome).isInstanceOf(Outcome.AwaitingReview.class);
        assertThat(outcome.report().git().orElseThrow().commit()).contains(head);
        assertThat(outcome.report().git().orElseThrow().run()).isEqualTo(1);
        assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(head.value());
        assertThat(ran).hasContent("run");
    }

    @Test
    void a_replay_does_not_overwrite_what_a_person_pushed() {
        putUp();
        CommitId head = pushed("echo more >more.txt; " + COMMIT + "more");

        Outcome outcome = ground.carryOut(executor, GitGround.secondRun(patch));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(head.value());
    }

    @Test
    void what_people_merged_by_hand_is_on_the_branch() {
        putUp();
        CommitId head = pushed("echo more >more.txt; " + COMMIT + "more; git push -q origin HEAD:main");

        RunReport landed = succeeded(decided(2, head));

        assertThat(landed.git().orElseThrow().run()).isEqualTo(1);
        assertThat(landed.git().orElseThrow().all()).hasSize(2).endsWith(head);
        assertThat(ground.git("rev-parse", "main")).isEqualTo(head.value());
        assertThat(ran).hasContent("run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"})
    void what_a_person_says_of_the_time_does_not_make_it_expire_sooner_or_later(String date) {
        CommitId judged = putUp();
        pushed("echo more >more.txt; export GIT_COMMITTER_DATE=" + date + "; " + COMMIT + "more");
        Instant before = Instant.now();

        assertThat(decided(2, judged))
                .isInstanceOfSatisfying(
                        Outcome.AwaitingReview.class,
                        waiting -> assertThat(waiting.until())
                                .isBetween(
                                        before.plus(Duration.ofDays(7)),
                                        Instant.now().plus(Duration.ofDays(7))));
    }

    private CommitId putUp() {
        Outcome outcome = ground.carryOut(executor, patch);
        assertThat(outcome).isInstanceOf(Outcome.AwaitingReview.class);
        return outcome.report().git().orElseThrow().commit().orElseThrow();
    }

    /** What a person makes of the branch of the review. */
    private CommitId pushed(String script) {
        clone.bash("git fetch -q origin; git checkout -q -B p origin/patchline/p; " + script
                + "; git push -q -f origin HEAD:refs/heads/patchline/p");
        return new CommitId(ground.git("rev-parse", "patchline/p"));
    }

    private Outcome decided(int run, CommitId commit) {
        return ground.carryOut(executor, approved(run, commit));
    }

    private PatchMessage approved(int run, CommitId commit) {
        return patch.decided(run, new ReviewDecision.Approve(commit, "bob"));
    }
}
