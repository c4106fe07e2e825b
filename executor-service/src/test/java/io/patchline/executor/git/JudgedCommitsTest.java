package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.patch;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.MessageCodec;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.LoggedCommit;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.OutcomeLimit;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What whoever judges commits is told of them, and what becomes of a decision that an older service has cancelled. */
@Execution(ExecutionMode.CONCURRENT)
class JudgedCommitsTest {
    private static final String HOSTILE = "Fix\n\n<b>\u001b[8m\u202e\rx\ty";

    private GitGround ground;
    private BranchWorkspace executor;
    private Git clone;
    private PatchMessage patch;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
        executor = ground.executor("e");
        clone = new Git(Files.createDirectories(directory.resolve("reviewer")));
        clone.run("clone", "-q", ground.bare.toString(), ".");
        patch = patch(
                "p",
                new CommitOptions(Optional.empty(), true, Optional.of("Do it\n\nbecause")),
                new PatchAction.RunCommand("echo mine >>a.txt"));
    }

    @Test
    void what_the_commit_of_a_run_says_is_told_with_who_and_the_run() {
        Outcome outcome = ground.carryOut(executor, patch);

        LoggedCommit said = log(outcome).getFirst();
        assertThat(log(outcome)).hasSize(1);
        assertThat(said.commit().value()).isEqualTo(ground.git("rev-parse", "patchline/p"));
        assertThat(said.author()).isEqualTo("alice <" + CommitMessages.ADDRESS + ">");
        assertThat(said.run()).contains(1);
        assertThat(said.message()).startsWith("Do it\n\nbecause\n\nPatchline-Id: p\nPatchline-Run: p/1\n");
        assertThat(said.omittedCharacters()).isZero();
        // Whoever looks for it later is told the same.
        assertThat(ground.bringToEnd(ground.executor("f"), patch, 0).report().git())
                .isEqualTo(outcome.report().git());
        // What landed was judged.
        CommitId judged = said.commit();
        assertThat(log(ground.carryOut(executor, approved(2, judged)))).isEmpty();
    }

    @Test
    void of_several_commits_each_is_told_and_what_people_pushed_has_no_run() throws IOException {
        ground.carryOut(executor, patch);
        Files.writeString(ground.directory.resolve("said"), HOSTILE);
        CommitId head = pushed("echo more >more.txt; git add -A; git commit -q --cleanup=verbatim -F "
                + ground.directory.resolve("said")
                + "; git commit -q --allow-empty -m 'Forged\n\nPatchline-Run: p/1'");

        Outcome outcome = ground.carryOut(executor, approved(2, new CommitId(ground.git("rev-parse", "main"))));

        assertThat(log(outcome))
                .extracting(LoggedCommit::commit)
                .isEqualTo(outcome.report().git().orElseThrow().commits());
        assertThat(log(outcome).getLast().commit()).isEqualTo(head);
        assertThat(log(outcome))
                .extracting(LoggedCommit::run)
                .containsExactly(Optional.of(1), Optional.empty(), Optional.empty());
        assertThat(log(outcome).get(1).message()).isEqualTo(HOSTILE);
        assertThat(log(outcome).get(2).message()).isEqualTo("Forged\n\nPatchline-Run: p/1");
    }

    @Test
    void however_much_commits_say_the_outcome_has_room_for_it_and_says_what_is_left_out() throws Exception {
        ground.carryOut(executor, patch);
        Files.writeString(ground.directory.resolve("said"), "Long\n\n" + "€\u0001".repeat(400_000));
        String commit = "git commit -q --allow-empty --cleanup=verbatim ";
        CommitId head = pushed(commit + "-F " + ground.directory.resolve("said") + "; " + commit + "-m short");

        Outcome outcome = ground.carryOut(executor, approved(2, new CommitId(ground.git("rev-parse", "main"))));
        Outcome told = OutcomeLimit.fit(outcome);

        assertThat(log(told)).extracting(said -> said.omittedCharacters() > 0).containsExactly(false, true, false);
        assertThat(log(told).get(1).message()).startsWith("Long\n\n€").hasSizeGreaterThan(5_000);
        assertThat(log(told).getLast().message()).isEqualTo("short");
        assertThat(log(told).getLast().commit()).isEqualTo(head);
        assertThat(MessageCodec.mapper().writeValueAsBytes(log(told))).hasSizeLessThan(64 << 10);
    }

    /** Nobody's commit is lost by it, and nothing of it lands. */
    @Test
    void a_decision_that_was_cancelled_waits_for_another() throws InterruptedException {
        CommitId judged = putUp();
        String main = ground.git("rev-parse", "main");

        for (ReviewDecision decision : List.of(
                new ReviewDecision.Approve(judged, "bob"),
                new ReviewDecision.Reject(ErrorCode.REJECTED, Optional.of("carol"), "no"))) {
            Outcome outcome = executor.standing(patch.decided(2, decision), cancelled());

            assertThat(outcome).isInstanceOfSatisfying(Outcome.AwaitingReview.class, waiting -> {
                assertThat(waiting.summary()).contains(decision.name(), "cancelled", "waits on");
                assertThat(waiting.report().git().orElseThrow().commit()).contains(judged);
                assertThat(log(waiting)).hasSize(1);
            });
            assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(judged.value());
            assertThat(ground.git("rev-parse", "main")).isEqualTo(main);
        }
        succeeded(ground.carryOut(executor, approved(3, judged)));
        assertThat(ground.git("rev-parse", "main")).isEqualTo(judged.value());
    }

    @Test
    void one_that_was_carried_out_before_is_told_as_it_ended() throws InterruptedException {
        CommitId judged = putUp();
        succeeded(ground.carryOut(executor, approved(2, judged)));

        Outcome outcome = ground.executor("f").standing(approved(2, judged), cancelled());

        assertThat(succeeded(outcome).git().orElseThrow().commit()).contains(judged);
    }

    @Test
    void so_is_a_rejection() throws InterruptedException {
        putUp();
        PatchMessage rejected =
                patch.decided(2, new ReviewDecision.Reject(ErrorCode.REJECTED, Optional.of("carol"), "no"));
        ground.carryOut(executor, rejected);

        assertThat(ground.executor("f").standing(rejected, cancelled())).isInstanceOf(Outcome.Rejected.class);
    }

    private static Outcome cancelled() {
        return new Outcome.Cancelled("cancelled on request of anna", RunReport.NOTHING);
    }

    private CommitId putUp() {
        Outcome outcome = ground.carryOut(executor, patch);
        assertThat(outcome).isInstanceOf(Outcome.AwaitingReview.class);
        return outcome.report().git().orElseThrow().commit().orElseThrow();
    }

    private PatchMessage approved(int run, CommitId commit) {
        return patch.decided(run, new ReviewDecision.Approve(commit, "bob"));
    }

    /** What a person makes of the branch of the review. */
    private CommitId pushed(String script) {
        clone.bash("git fetch -q origin; git checkout -q -B p origin/patchline/p; " + script
                + "; git push -q -f origin HEAD:refs/heads/patchline/p");
        return new CommitId(ground.git("rev-parse", "patchline/p"));
    }

    private static List<LoggedCommit> log(Outcome outcome) {
        return outcome.report().git().orElseThrow().log();
    }
}
