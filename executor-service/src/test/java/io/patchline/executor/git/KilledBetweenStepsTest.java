package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.CommandRunner;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Outcome;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.PatchAction;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An executor that ends before and after each call of git that a run makes, its commands and each step on the disk, the push and what follows it among them: whoever takes the run up then, itself or
 * one that shares nothing with it but the repository, brings it to the same end. Once where each run finds the tree as the one before left it, and once where it must bring it back; in both, what
 * commands find is what the branch's tip is.
 */
@Execution(ExecutionMode.CONCURRENT)
class KilledBetweenStepsTest {
    private static final String AGAIN = "date +%N >>again";

    /** Trees that were not the tip's. What is thrown while a command runs becomes its outcome. */
    private final List<String> wrong = new ArrayList<>();

    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    @AfterEach
    void no_command_saw_what_another_run_had_left() {
        assertThat(wrong).isEmpty();
    }

    /** Ends the run at its moment of this number, and returns the moments that there were; none if it came to its end before. */
    private List<String> killed(boolean treeStays, PatchMessage message, int moment) throws IOException {
        if (treeStays) {
            // Whatever the death before left, this run finds the tree of a run that came to its end.
            ground.carryOut(
                    ground.executor("first", this::onTip, CallObserver.NONE), command("again-" + moment, AGAIN));
            assertThat(ground.directory.resolve("first/place-0/index.commit")).exists();
        } else {
            Files.deleteIfExists(ground.directory.resolve("first/place-0/index.commit"));
        }
        Moments moments = new Moments(moment);
        CommandRunner runner = request -> {
            moments.step("before the command");
            ProcessResult result = onTip(request);
            moments.step("after the command");
            return result;
        };
        return moments.killed(() -> ground.carryOut(ground.executor("first", runner, moments), message));
    }

    /** Runs the command in a tree that must be the tip's, and nothing besides. */
    private ProcessResult onTip(CommandRequest request) {
        Git tree = new Git(request.workspace());
        String found = tree.bash(
                "export GIT_DIR=\"$1\" GIT_WORK_TREE=. GIT_INDEX_FILE=\"$2\"; rm -f \"$2\"; "
                        + "git add -A -f .; git write-tree; find . -path ./.git -prune -o -type d -empty -print",
                ground.bare.toString(),
                ground.directory.resolve("index").toString());
        if (!found.equals(ground.git("rev-parse", "main^{tree}"))) {
            wrong.add(request.script() + ": "
                    + tree.bash(
                            "git --git-dir=\"$1\" diff-tree -r main \"$2\"",
                            ground.bare.toString(),
                            found.lines().findFirst().orElse(""))
                    + found);
        }
        return GitGround.bash(request);
    }

    /** By turns the same executor, begun anew, and one that shares nothing with it. */
    private Outcome takenUp(PatchMessage message, int moment) {
        boolean itself = moment % 2 == 0;
        BranchWorkspace executor = ground.executor(itself ? "first" : "other", this::onTip, CallObserver.NONE);
        return ground.bringToEnd(executor, message, itself ? 1 : 0);
    }

    private void warmUp() {
        for (String executor : List.of("first", "other")) {
            ground.carryOut(ground.executor(executor), command("warm-up-" + executor, "echo x >>warm"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_succeeds_has_one_commit_and_one_report_whenever_its_executor_died(boolean treeStays) throws IOException {
        ground.person("echo first >file; printf 000000000 >same; echo >mode");
        warmUp();
        List<String> all = new ArrayList<>();
        int moment = 0;
        while (true) {
            String id = "p" + ++moment;
            PatchMessage patch = command(id, changes(id));
            List<String> moments = killed(treeStays, patch, moment);
            if (moments.isEmpty()) {
                break;
            }
            all = moments;

            Outcome outcome = takenUp(patch, moment);

            assertThat(outcome).as("%s", moments).isInstanceOf(Outcome.Succeeded.class);
            assertThat(ground.commits(id)).as("%s", moments).isEqualTo(1);
            GitReport report = outcome.report().git().orElseThrow();
            assertThat(report.commit().orElseThrow().value()).isEqualTo(ground.git("rev-parse", "main"));
            assertThat(outcome.report().diff().orElseThrow()).contains("+" + id);
        }
        assertThat(all)
                .contains("before fetch", "after diff-files", "before write-tree", "before push", "after push")
                .contains("before the command", "after write-commit", "after name-ref")
                .contains("after forget-index", "before take-index", "after take-index", "within name-index");
        assertThat(all.contains("before read-tree")).isEqualTo(!treeStays);
        assertThat(ground.git("show", "main:file").lines()).hasSize(moment + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_fails_has_no_commit_whenever_its_executor_died(boolean treeStays) throws IOException {
        ground.person("echo first >file; printf 000000000 >same; echo >mode");
        warmUp();
        int moment = 0;
        List<String> moments;
        do {
            PatchMessage patch = command("p" + ++moment, changes("p") + "; exit 3");
            moments = killed(treeStays, patch, moment);
            assertThat(takenUp(patch, moment)).as("%s", moments).isInstanceOf(Outcome.Failed.class);
        } while (!moments.isEmpty());
        assertThat(moment).isGreaterThan(8);
        assertThat(ground.git("log", "--format=%(trailers:key=Patchline-Id,valueonly)", "main"))
                .doesNotContainPattern("(?m)^p");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_acts_beyond_the_tree_has_its_commit_or_is_interrupted_and_its_command_runs_once(boolean treeStays)
            throws IOException {
        ground.person("echo first >file; printf 000000000 >same; echo >mode");
        warmUp();
        int moment = 0;
        int landings = 0;
        while (true) {
            String id = "p" + ++moment;
            PatchMessage patch = networked(id, "echo " + id + " >>file; echo x >>" + ground.directory.resolve(id));
            List<String> moments = killed(treeStays, patch, moment);
            if (moments.isEmpty()) {
                break;
            }

            Outcome outcome = ground.bringToEnd(ground.executor("other"), patch, 0);

            boolean landed = moments.contains("after push");
            landings += landed ? 1 : 0;
            assertThat(outcome.status()).as("%s", moments).isEqualTo(landed ? "succeeded" : "interrupted");
            assertThat(ground.commits(id)).isEqualTo(landed ? 1 : 0);
            if (moments.contains("before update-index") || Files.exists(ground.directory.resolve(id))) {
                assertThat(ground.directory.resolve(id)).hasContent("x");
            }
        }
        assertThat(landings).isPositive();
    }

    /** A line, a file of the same size, a new file in a new directory, one that is gone, and a mode. */
    private static String changes(String id) {
        return "echo ID >>file; printf %09d $RANDOM >same; rm -rf p*.d; mkdir ID.d empty.d; echo ID >ID.d/x; test -x mode || chmod 755 mode; echo >>mode"
                .replace("ID", id);
    }

    private static PatchMessage networked(String id, String script) {
        RunOptions network = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.of(true), RunOptions.OnFailure.ROLL_BACK);
        return GitGround.patch(id, CommitOptions.NONE, network, new PatchAction.RunCommand(script));
    }
}
