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
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** So many files, names and conflicts that a list of them fits nowhere: told as what it is, with the first of them and how many more there are. */
@Execution(ExecutionMode.CONCURRENT)
class LargeNumbersTest {
    /** So many names of 200 bytes are more than the arguments of a program may be. */
    private static final int MANY = 12_000;

    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    private static void assertRefused(Outcome outcome, String why) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PATH_REFUSED);
            assertThat(failed.summary()).contains(why);
        });
    }

    /** Whether they are ignored was a comparison of each with each. */
    @Test
    void more_ignored_pipes_than_are_looked_at_are_refused_and_gone_in_the_next_tree() {
        BranchWorkspace executor = ground.executor("e");

        Outcome outcome = ground.carryOutInTime(
                executor,
                command("p", "echo x/ >.gitignore; mkdir x; cd x; seq 100001 | xargs mkfifo; cd ..; echo y >y"));

        assertRefused(outcome, "more pipes, sockets, devices");
        succeeded(ground.carryOutInTime(executor, command("q", "test ! -e x && test ! -e y && echo z >z")));
    }

    /** What git would wait at may be among those that are not read any more. */
    @Test
    void more_names_of_pipes_than_are_read_never_count_as_all_of_them() {
        BranchWorkspace executor = ground.executor("e");

        Outcome outcome = ground.carryOutInTime(
                executor,
                command(
                        "p",
                        "echo x/ >.gitignore; echo y >y; perl -MPOSIX -e '$_ = \"x\"; for my $depth (0..14) { mkdir $_; chdir $_ or die; $_ = \"d\" x 250 }"
                                + " mkfifo \"f$_\", 0600 or die for (1..5000)'"));

        assertRefused(outcome, "more pipes, sockets, devices");
        succeeded(ground.carryOutInTime(executor, command("q", "test ! -e x && test ! -e y && echo z >z")));
    }

    /** It could be committed, and then not be looked at: the command ran again every second. */
    @Test
    void a_path_that_is_too_long_below_the_executors_directory_is_told_and_the_command_runs_once() {
        Path runs = ground.directory.resolve("runs");
        BranchWorkspace executor = ground.executor("e");

        Outcome outcome = ground.carryOutInTime(
                executor,
                command(
                        "p",
                        "echo run >>" + runs + "; perl -e 'for (1..16) { $_ = \"d\" x 250; mkdir $_; chdir $_ or die }"
                                + " open my $f, \">\", \"f\" x 70 or die; print $f \"x\"'"));

        assertRefused(outcome, "is too long for the executor's disk");
        assertThat(runs).hasContent("run");
        succeeded(ground.carryOutInTime(executor, command("q", "test ! -e " + "d".repeat(250) + " && echo z >z")));
    }

    /** A commit with 12,000 files at the top, made without a tree. */
    private void many(String contents) {
        new Git(ground.bare)
                .bash("blob=$(echo " + contents + " | git hash-object -w --stdin); pad=$(printf 'n%.0s' {1..195});"
                        + " tree=$( (git ls-tree main | grep -v nnnn || :; seq " + MANY
                        + " | sed \"s/.*/100644 blob $blob\\t$pad&/\") | git mktree);"
                        + " git update-ref refs/heads/main $(git commit-tree -p main -m many $tree)");
    }

    private static void assertToldInPart(Outcome outcome, ErrorCode code) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.summary()).contains("and 11980 more files");
            assertThat(failed.problems()).hasSizeBetween(21, 22);
            assertThat(failed.problems().get(20).detail()).isEqualTo("and 11980 more files");
        });
    }

    @Test
    void conflicts_in_more_files_than_fit_into_arguments_are_conflicts_at_once() {
        AtomicInteger runs = new AtomicInteger();
        BranchWorkspace executor =
                ground.executor("e", ground.settings(ReviewRule.parse("never"), Keep.IGNORED), request -> {
                    ProcessResult result = GitGround.bash(request);
                    many("run" + runs.incrementAndGet());
                    return result;
                });
        RunOptions once = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.of(true), RunOptions.OnFailure.ROLL_BACK);

        Outcome outcome = ground.carryOutInTime(
                executor,
                patch(
                        "p",
                        CommitOptions.NONE,
                        once,
                        new PatchAction.RunCommand("pad=$(printf 'n%.0s' {1..195}); seq " + MANY
                                + " | while read i; do echo mine >$pad$i; done")));

        assertToldInPart(outcome, ErrorCode.CONFLICT);
        assertThat(runs).hasValue(1);
    }

    @Test
    void what_cannot_be_taken_back_in_so_many_files_is_told_with_the_first_of_them() {
        ground.person("echo x >x");
        many("first");
        CommitId first = new CommitId(ground.git("rev-parse", "main"));
        many("second");

        Outcome outcome = ground.carryOutInTime(
                ground.executor("e"), patch("r", CommitOptions.NONE, new PatchAction.Revert(new PatchId("p"), first)));

        assertToldInPart(outcome, ErrorCode.REVERT_CONFLICT);
    }

    /** A report has no room for the file because of which it waits. */
    @Test
    void each_of_many_files_may_ask_for_a_review_and_all_are_counted() {
        BranchWorkspace asking =
                ground.executor("e", ground.settings(ReviewRule.parse("zz/"), Keep.IGNORED), GitGround::bash);

        Outcome outcome = ground.carryOutInTime(
                asking,
                command(
                        "p",
                        "pad=$(printf 'n%.0s' {1..100}); seq 3000 | sed \"s/.*/$pad&/\" | xargs touch; mkdir zz; touch zz/x"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.AwaitingReview.class,
                        waiting -> assertThat(waiting.summary()).contains("zz/x"));
        RunReport report = outcome.report();
        assertThat(report.files().size() + report.omitted().orElseThrow().files())
                .isEqualTo(3_001);
    }

    /** What is the same as before took the place of what is ignored. */
    @Test
    void a_file_that_is_ignored_is_told_whatever_else_the_patch_names() {
        ground.person("echo log/ >.gitignore; for i in $(seq 30); do echo same >f$i; done");
        List<PatchAction> actions = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            actions.add(write("f" + i, "same\n"));
        }
        for (int i = 1; i <= 22; i++) {
            actions.add(write("log/" + i, "x\n"));
        }

        Outcome outcome = ground.carryOutInTime(
                ground.executor("e"), patch("p", CommitOptions.NONE, actions.toArray(PatchAction[]::new)));

        assertThat(succeeded(outcome).notes())
                .hasSize(21)
                .contains("log/1 is ignored by .gitignore: it is not in the commit")
                .endsWith("and 2 more are not in the commit, for the same reason");
    }

    private static PatchAction write(String path, String contents) {
        return new PatchAction.WriteFile(new FilePath(path), contents, Optional.empty());
    }

    /** It lands as it is if nothing has to be moved; what says more than is read cannot be. */
    @Test
    void a_commit_of_people_that_says_more_than_is_read_is_to_be_merged_by_hand() {
        CommitOptions reviewed = new CommitOptions(Optional.empty(), true, Optional.empty());
        PatchMessage patch = patch("p", reviewed, new PatchAction.RunCommand("echo mine >>a.txt"));
        BranchWorkspace executor = ground.executor("e");
        assertThat(ground.carryOutInTime(executor, patch)).isInstanceOf(Outcome.AwaitingReview.class);
        ground.person("git fetch -q origin patchline/p; git checkout -q FETCH_HEAD; echo more >more.txt; git add -A;"
                + " (echo s; echo; yes word || :) | head -c 5000000 | git commit -q -F -;"
                + " git push -q origin HEAD:refs/heads/patchline/p; git checkout -q -; echo x >x");
        CommitId head = new CommitId(ground.git("rev-parse", "patchline/p"));

        Outcome outcome = ground.carryOutInTime(executor, patch.decided(2, new ReviewDecision.Approve(head, "bob")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(ground.git("rev-parse", "patchline/p")).isEqualTo(head.value());
    }
}
