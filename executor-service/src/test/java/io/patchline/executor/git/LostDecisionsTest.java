package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.patch;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.tree.Keep;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Outcome;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision whose executor ends before or after each call of git that it makes, or whose push has no answer: it is told as what it was, whatever people made of the commits and their messages. */
@Execution(ExecutionMode.CONCURRENT)
class LostDecisionsTest {
    private static final String SQUASH = "git reset -q --soft origin/main; git commit -q -m squashed";

    private GitGround ground;
    private Git clone;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
        clone = new Git(Files.createDirectories(directory.resolve("reviewer")));
        clone.run("clone", "-q", ground.bare.toString(), ".");
    }

    /** What waits, what the branch is by then, and what becomes of it. */
    enum Shape {
        IN_OTHER_WORDS(SQUASH, "", 1),
        IN_OTHER_WORDS_AND_MOVED_OVER(SQUASH, "echo other >other.txt", 1),
        WITH_MORE_AND_MOVED_OVER("echo more >ID.more; git add -A; git commit -q -m more", "echo other >other.txt", 2);

        private final String onReview;
        private final String onBranch;
        private final int commits;

        Shape(String onReview, String onBranch, int commits) {
            this.onReview = onReview;
            this.onBranch = onBranch;
            this.commits = commits;
        }
    }

    /** Carries it out until its moment of this number. Returns the moments that there were; none if it came to its end before. */
    private List<String> killed(PatchMessage decision, int moment) {
        Moments moments = new Moments(moment);
        return moments.killed(() -> ground.carryOut(ground.executor("first", GitGround::bash, moments), decision));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void an_approval_is_told_with_all_its_commits_whenever_its_executor_died(Shape shape) {
        int moment = 0;
        while (true) {
            String id = "p" + ++moment;
            PatchMessage patch = patch(id, new CommitOptions(Optional.empty(), true, Optional.empty()), line(id));
            CommitId head = putUp(patch, shape);
            String before = ground.git("rev-parse", "main");
            List<String> moments = killed(approved(patch, head), moment);

            Outcome outcome = takenUp(approved(patch, head), moment);

            GitReport git = succeeded(outcome).git().orElseThrow();
            assertThat(git.approvedBy()).as("%s", moments).contains("bob");
            assertThat(git.run()).isEqualTo(1);
            assertThat(git.all())
                    .as("%s", moments)
                    .hasSize(shape.commits)
                    .extracting(CommitId::value)
                    .containsExactlyElementsOf(ground.git("rev-list", "--reverse", before + "..main")
                            .lines()
                            .toList());
            assertThat(outcome.report().diff().orElseThrow()).contains("+" + id);
            assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
            if (moments.isEmpty()) {
                // Two of them were asked for: the lane has the other one next.
                assertThat(takenUp(rejected(patch, head), moment)).isInstanceOf(Outcome.Succeeded.class);
                break;
            }
        }
        assertThat(moment).isGreaterThan(10);
    }

    @Test
    void a_rejection_is_told_as_one_whenever_its_executor_died() {
        int moment = 0;
        List<String> moments;
        do {
            String id = "p" + ++moment;
            PatchMessage patch = patch(id, new CommitOptions(Optional.empty(), true, Optional.empty()), line(id));
            CommitId head = putUp(patch, Shape.IN_OTHER_WORDS);
            moments = killed(rejected(patch, head), moment);

            assertThat(takenUp(rejected(patch, head), moment))
                    .as("%s", moments)
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            outcome -> assertThat(outcome.by()).contains("carol"));
            assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
        } while (!moments.isEmpty());
        assertThat(moment).isGreaterThan(5);
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_approval_whose_push_has_no_answer_is_told_as_one(boolean movedOver) throws IOException {
        PatchMessage patch = patch("p", new CommitOptions(Optional.empty(), true, Optional.empty()), line("p"));
        CommitId head = putUp(patch, movedOver ? Shape.IN_OTHER_WORDS_AND_MOVED_OVER : Shape.IN_OTHER_WORDS);
        Path hook = ground.bare.resolve("hooks/post-receive");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\nkill -9 $PPID\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();

        Outcome outcome = ground.carryOut(
                ground.executor(
                        "first", ground.settings(ReviewRule.parse("never"), Keep.IGNORED), GitGround::bash, away(hook)),
                approved(patch, head));

        GitReport git = succeeded(outcome).git().orElseThrow();
        assertThat(git.commit().orElseThrow().value()).isEqualTo(ground.git("rev-parse", "main"));
        assertThat(git.approvedBy()).contains("bob");
    }

    /** The repository is away from the push until somebody looks for it again. */
    private CallObserver away(Path hook) {
        Path elsewhere = ground.directory.resolve("away.git");
        int[] looks = {-1};
        return new CallObserver() {
            @Override
            public void after(String command) {
                try {
                    if (command.equals("push") && looks[0] < 0) {
                        looks[0] = 0;
                        Files.delete(hook);
                        Files.move(ground.bare, elsewhere);
                    } else if (command.equals("ls-remote") && looks[0] == 0) {
                        looks[0] = 1;
                        Files.move(elsewhere, ground.bare);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static PatchAction line(String id) {
        return new PatchAction.RunCommand("echo " + id + " >" + id);
    }

    private CommitId putUp(PatchMessage patch, Shape shape) {
        String id = patch.patch().id().value();
        assertThat(ground.carryOut(ground.executor("maker"), patch)).isInstanceOf(Outcome.AwaitingReview.class);
        if (!shape.onReview.isEmpty()) {
            clone.bash("git fetch -q --prune origin; git checkout -q -B p origin/patchline/" + id + "; "
                    + shape.onReview.replace("ID", id) + "; git push -q -f origin HEAD:refs/heads/patchline/" + id);
        }
        if (!shape.onBranch.isEmpty()) {
            ground.person(shape.onBranch + "; echo " + id + " >>others");
        }
        return new CommitId(ground.git("rev-parse", "patchline/" + id));
    }

    /** By turns the same executor, begun anew, and one that shares nothing with it. */
    private Outcome takenUp(PatchMessage message, int moment) {
        boolean itself = moment % 2 == 0;
        return ground.bringToEnd(ground.executor(itself ? "first" : "other"), message, itself ? 1 : 0);
    }

    private static PatchMessage approved(PatchMessage patch, CommitId commit) {
        return patch.decided(2, new ReviewDecision.Approve(commit, "bob"));
    }

    private static PatchMessage rejected(PatchMessage patch, CommitId commit) {
        return patch.decided(
                2, new ReviewDecision.Reject(Optional.of(commit), ErrorCode.REJECTED, Optional.of("carol"), "no"));
    }
}
