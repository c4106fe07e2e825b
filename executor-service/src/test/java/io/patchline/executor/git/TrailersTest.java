package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever a patch says of itself: its commit is found by its trailers, by executors and by git, and nobody else's is. */
@Execution(ExecutionMode.CONCURRENT)
class TrailersTest {
    private static final String SCISSORS = "------------------------ >8 ------------------------";

    /** What git takes for the end of a message or for no part of it, and what looks like trailers. */
    private static final List<String> WORDS = List.of(
            "subject\n\nbody\n# " + SCISSORS + "\nmore",
            "# " + SCISSORS,
            "# " + SCISSORS + "\n\nbody",
            "subject\n\n; " + SCISSORS + "\n// " + SCISSORS + "\n" + SCISSORS,
            "subject\r\n\r\n# " + SCISSORS + "\r\n# " + SCISSORS + "\n",
            "---",
            "--- a/file\n+++ b/file",
            "subject\n\nbody\n---\n file | 2 +-\n\ndiff --git a/x b/x\nIndex: x\n--- \n---\t\n---\r\n",
            "\u0001",
            "\u0001\u0002\n\n\u0003",
            "# a comment\n# another",
            "subject\n\nbody\n\n# Conflicts:\n#\ta.txt",
            "subject\n\nConflicts:\n\ta.txt",
            "subject\n\nKey: a value\n  that is folded\n\tonce more",
            "subject\n\nSigned-off-by: Jo <jo@example.org>\n(cherry picked from commit 0123456)\n[Jo: corrected]",
            "Patchline-Id: victim\n\nPatchline-Id: victim\nPatchline-Run: victim/1",
            "subject\n\npatchline-run: victim/1\nPatchline-Run : victim/1\nPatchline-Run= victim/1\nPatchline-Run%victim/1",
            "subject\rPatchline-Id: victim\rPatchline-Run: victim/1",
            "a\u2028Patchline-Run: victim/1\u0085Patchline-Id: victim",
            "x".repeat(30_000) + "\n" + "y".repeat(30_000));

    static final List<String> WORST = List.of(WORDS.getFirst(), "\u0001", "---\n\nPatchline-Run: victim/1");

    /** In commits of the version before, which wrote such words as they were: git finds no trailer below them. */
    static final List<String> OF_BEFORE = List.of("subject\n\nbody\n# " + SCISSORS + "\nmore", "# " + SCISSORS, "");

    private GitGround ground;
    private Path ran;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
        ran = directory.resolve("ran");
    }

    private PatchMessage patch(String id, String words) {
        return patch(id, words, CommitOptions.NONE, false);
    }

    private PatchMessage patch(String id, String words, CommitOptions commit, boolean network) {
        RunOptions options = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.of(network), RunOptions.OnFailure.ROLL_BACK);
        PatchAction run = new PatchAction.RunCommand("echo x >" + id + "; echo " + id + " >>" + ran);
        return described(GitGround.patch(id, commit, options, run).patch(), words);
    }

    private static PatchMessage described(Patch plain, String words) {
        Patch described = new Patch(
                plain.id(),
                plain.role(),
                plain.targetFile(),
                plain.lane(),
                plain.actions(),
                plain.options(),
                Optional.of(words),
                plain.metadata(),
                plain.callback(),
                plain.extra(),
                plain.pointers(),
                plain.workspace(),
                plain.commit());
        return PatchMessage.accepted(described, Instant.now(), "alice");
    }

    @Test
    void executors_and_git_find_the_commit_of_each_and_nobody_elses() {
        List<PatchMessage> patches = new ArrayList<>();
        List<RunReport> reports = new ArrayList<>();
        BranchWorkspace dead = ground.executor("dead");
        for (int i = 0; i < WORDS.size(); i++) {
            patches.add(patch("p" + i, WORDS.get(i)));
            reports.add(succeeded(ground.carryOut(dead, patches.get(i))));
        }
        String made = ground.git("rev-parse", "main");

        BranchWorkspace next = ground.executor("next");
        for (int i = 0; i < WORDS.size(); i++) {
            assertThat(succeeded(ground.bringToEnd(next, patches.get(i), 1)).git())
                    .as(WORDS.get(i))
                    .isEqualTo(reports.get(i).git());
        }
        assertThat(ground.git("rev-parse", "main")).isEqualTo(made);
        assertThat(ran).content().hasLineCount(WORDS.size());

        succeeded(ground.bringToEnd(next, command("victim", "echo v >v"), 1));
        assertThat(ground.commits("victim")).isEqualTo(1);
        assertThat(ground.git("log", "-i", "--format=%h", "--grep", "^Patchline-[IR][a-z]*.*victim", "main^"))
                .isEmpty();
    }

    /** Blanks before a trailer's value are none of it: the commit of "victim" was told as that of " victim", of which nothing had been carried out. */
    @Test
    void ids_that_differ_in_what_they_begin_with_have_commits_of_their_own() {
        BranchWorkspace executor = ground.executor("e");
        List<String> ids = List.of("victim", " victim", "\u2003victim", "\\victim", "\\ victim", "\\\\victim");
        for (int i = 0; i < ids.size(); i++) {
            PatchMessage patch = command(ids.get(i), "echo x >f" + i);
            RunReport report = succeeded(ground.carryOut(executor, patch));
            assertThat(report.files()).as(ids.get(i)).hasSize(1);
            assertThat(succeeded(ground.bringToEnd(ground.executor("next"), patch, 1))
                            .git())
                    .as(ids.get(i))
                    .isEqualTo(report.git());
        }
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo(Integer.toString(ids.size() + 1));
    }

    /** Each commit's own, from the newest on, by what an operator may have configured, and by what a mail leaves of the message. */
    @Test
    void git_reads_the_trailers_whatever_it_is_configured_to() {
        BranchWorkspace executor = ground.executor("e");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < WORDS.size(); i++) {
            succeeded(ground.carryOut(executor, patch("p" + i, WORDS.get(i))));
            expected.insert(
                    0,
                    "Patchline-Id: p%d\nPatchline-Run: p%d/1\nPatchline-Source: alice\nPatchline-Lane: lane\n"
                            .formatted(i, i));
        }

        String count = Integer.toString(WORDS.size());
        String each = "for c in $(git rev-list --max-count=" + count + " main); do ";
        for (String configuration : List.of("core.commentChar=#", "core.commentChar=;", "trailer.separators=:=%")) {
            String git = "git -c '" + configuration + "' ";
            assertThat(bash(git + "log --max-count=" + count + " --format='%(trailers:only)' main | grep ."))
                    .as(configuration)
                    .isEqualTo(expected.toString().strip());
            assertThat(bash(each + "git log -1 --format=%B $c | " + git + "interpret-trailers --parse; done"))
                    .as(configuration)
                    .isEqualTo(expected.toString().strip());
        }
        assertThat(bash(each + "git format-patch -1 --stdout $c | git mailinfo m /dev/null >/dev/null; "
                        + "(echo subject; echo; cat m) | git interpret-trailers --parse; done"))
                .isEqualTo(expected.toString().strip());
    }

    private String bash(String script) {
        return new Git(ground.bare).bash(script);
    }

    @ParameterizedTest
    @FieldSource("WORST")
    void what_waits_for_a_review_is_found_so_too(String words) {
        CommitOptions reviewed = new CommitOptions(Optional.empty(), true, Optional.empty());
        PatchMessage patch = patch("p", words, reviewed, false);
        assertThat(ground.carryOut(ground.executor("dead"), patch)).isInstanceOf(Outcome.AwaitingReview.class);

        Outcome end = ground.bringToEnd(ground.executor("next"), GitGround.secondRun(patch), 0);

        assertThat(end).isInstanceOf(Outcome.AwaitingReview.class);
        assertThat(end.report().git().orElseThrow().run()).isEqualTo(2);
    }

    @ParameterizedTest
    @FieldSource("WORST")
    void a_revert_with_such_words_of_a_commit_with_such_words_is_found(String words) {
        RunReport made = succeeded(ground.carryOut(ground.executor("dead"), patch("p", words)));
        CommitId commit = made.git().orElseThrow().commit().orElseThrow();
        PatchAction undo = new PatchAction.Revert(new PatchId("p"), commit);
        PatchMessage revert =
                described(GitGround.patch("r", CommitOptions.NONE, undo).patch(), words);
        RunReport first = succeeded(ground.carryOut(ground.executor("dead"), revert));

        assertThat(succeeded(ground.bringToEnd(ground.executor("next"), revert, 1))
                        .git())
                .isEqualTo(first.git());
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("3");
        assertThat(ground.commits("r")).isEqualTo(1);
    }

    @Test
    void two_executors_at_once_make_one_commit() {
        PatchAction differs = new PatchAction.RunCommand("date +%N >>x"); // Else both make the very same commit.
        PatchMessage patch =
                described(GitGround.patch("p", CommitOptions.NONE, differs).patch(), WORDS.getFirst());
        Outcome[] other = new Outcome[1];
        BranchWorkspace zombie =
                ground.executor("zombie", ground.settings(ReviewRule.parse("never"), Keep.IGNORED), request -> {
                    ProcessResult result = GitGround.bash(request);
                    other[0] = ground.carryOut(ground.executor("other"), patch);
                    return result;
                });

        RunReport mine = succeeded(ground.carryOut(zombie, patch));

        assertThat(mine.git()).isEqualTo(succeeded(other[0]).git());
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("2");
    }

    @Test
    void what_acted_beyond_the_tree_and_has_its_commit_is_not_interrupted() {
        PatchMessage patch = patch("p", WORDS.getFirst(), CommitOptions.NONE, true);
        succeeded(ground.carryOut(ground.executor("dead"), patch));

        succeeded(ground.bringToEnd(ground.executor("next"), patch, 1));
    }

    @ParameterizedTest
    @FieldSource("OF_BEFORE")
    void commits_of_the_version_before_are_found(String words) throws IOException {
        PatchMessage patch = patch("p", "words");
        Files.writeString(
                ground.directory.resolve("message"),
                words + "\n\nPatchline-Id: p\nPatchline-Run: p/1\nPatchline-Source: alice\nPatchline-Lane: lane\n");
        ground.person("echo x >x; git add -A; git commit -q --cleanup=verbatim -F ../message; echo more >more");
        assertThat(ground.commits("p")).isZero();

        Outcome end = ground.bringToEnd(ground.executor("next"), patch, 1);

        assertThat(succeeded(end).git().orElseThrow().commit())
                .map(CommitId::value)
                .contains(ground.git("rev-parse", "main^"));
        assertThat(ran).doesNotExist();
    }
}
