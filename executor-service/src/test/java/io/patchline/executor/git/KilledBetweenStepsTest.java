package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.program.CallObserver;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An executor that ends before and after each call of git that a run makes, the push and what follows it among them: whoever takes the run up then, itself or one that shares nothing with it but
 * the repository, brings it to the same end.
 */
class KilledBetweenStepsTest {
    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Counts moments, and ends what is done at one of them. */
    private static final class Moments implements CallObserver {
        private final int last;
        private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

        Moments(int last) {
            this.last = last;
        }

        @Override
        public void before(String command) {
            happen("before " + command);
        }

        @Override
        public void after(String command) {
            happen("after " + command);
        }

        /** Calls that run side by side have their moments in any order. */
        private void happen(String moment) {
            synchronized (seen) {
                seen.add(moment);
                if (seen.size() == last) {
                    throw new Killed();
                }
            }
        }
    }

    /** Ends the run at its moment of this number, and returns the moments that there were; none if it came to its end before. */
    private List<String> killed(PatchMessage message, int moment) throws IOException {
        // So that each run has the same calls, whatever the one before left.
        Files.deleteIfExists(ground.directory.resolve("first/place-0/index.commit"));
        Moments moments = new Moments(moment);
        BranchWorkspace dying = ground.executor("first", GitGround::bash, moments);
        try {
            ground.carryOut(dying, message);
            return List.of();
        } catch (Killed e) {
            return moments.seen;
        }
    }

    /** By turns the same executor, begun anew, and one that shares nothing with it. */
    private Outcome takenUp(PatchMessage message, int moment) {
        boolean itself = moment % 2 == 0;
        return ground.bringToEnd(ground.executor(itself ? "first" : "other"), message, itself ? 1 : 0);
    }

    private void warmUp() {
        for (String executor : List.of("first", "other")) {
            ground.carryOut(ground.executor(executor), command("warm-up-" + executor, "echo x >>warm"));
        }
    }

    @Test
    void what_succeeds_has_one_commit_and_one_report_whenever_its_executor_died() throws IOException {
        ground.person("echo first >file");
        warmUp();
        List<String> all = new ArrayList<>();
        int moment = 0;
        while (true) {
            String id = "p" + ++moment;
            PatchMessage patch = command(id, "echo " + id + " >>file");
            List<String> moments = killed(patch, moment);
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
        assertThat(all).contains("before fetch", "after diff-files", "before write-tree", "before push", "after push");
        assertThat(ground.git("show", "main:file").lines()).hasSize(moment + 1);
    }

    @Test
    void what_fails_has_no_commit_whenever_its_executor_died() throws IOException {
        ground.person("echo first >file");
        warmUp();
        String before = ground.git("rev-parse", "main");
        int moment = 0;
        List<String> moments;
        do {
            PatchMessage patch = command("p" + ++moment, "echo x >>file; exit 3");
            moments = killed(patch, moment);
            assertThat(takenUp(patch, moment)).as("%s", moments).isInstanceOf(Outcome.Failed.class);
        } while (!moments.isEmpty());
        assertThat(moment).isGreaterThan(8);
        assertThat(ground.git("rev-parse", "main")).isEqualTo(before);
    }

    @Test
    void what_acts_beyond_the_tree_has_its_commit_or_is_interrupted_and_its_command_runs_once() throws IOException {
        ground.person("echo first >file");
        warmUp();
        int moment = 0;
        int landings = 0;
        while (true) {
            String id = "p" + ++moment;
            PatchMessage patch = networked(id, "echo " + id + " >>file; echo x >>" + ground.directory.resolve(id));
            List<String> moments = killed(patch, moment);
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
        assertThat(landings).isEqualTo(1);
    }

    private static PatchMessage networked(String id, String script) {
        RunOptions network = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.of(true), RunOptions.OnFailure.ROLL_BACK);
        return GitGround.patch(id, CommitOptions.NONE, network, new PatchAction.RunCommand(script));
    }
}
