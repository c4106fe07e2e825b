package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.patch;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.PatchMessage;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several commits are taken back in the order of the branch's history, whatever order they are asked for in: of two lanes, the one that committed first may say so last. */
@Execution(ExecutionMode.CONCURRENT)
class RevertOrderTest {
    private GitGround ground;
    private BranchWorkspace executor;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
        executor = ground.executor("e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123", "3210", "1302", "2031", "12", "01230"})
    void the_newest_of_the_history_is_undone_first(String order) {
        ground.person("echo one >line.txt");
        List<PatchAction> reverts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            if (i == 3) {
                ground.person("echo between >between.txt"); // in another clone's time, by another hand
            }
            reverts.add(changed("p" + i, "echo " + i + " >line.txt"));
            if (order.equals("12") && i == 2) {
                break;
            }
        }

        RunReport back = succeeded(ground.carryOut(executor, undone(order, reverts)));

        assertThat(ground.git("show", "main:line.txt")).isEqualTo(order.equals("12") ? "0" : "one");
        assertThat(subjects(back)).isEqualTo(order.equals("12") ? "p2 p1" : "p3 p2 p1 p0");
    }

    /** Of a commit that a person's merge brought, and of two that were made in one second. */
    @Test
    void so_it_is_beside_merges_and_with_the_very_first_commit_of_the_line() {
        PatchAction first = changed("first", "echo first >line.txt");
        ground.person("git checkout -q -b side; echo side >side.txt; git add -A; git commit -q -m side; "
                + "git checkout -q -; echo main >main.txt; git add -A; git commit -q -m main; "
                + "git merge -q --no-edit side; echo after >after.txt");
        String side = ground.git("log", "--format=%H", "--grep=^side$", "main");
        PatchAction brought = new PatchAction.Revert(new PatchId("side"), new CommitId(side));
        PatchAction last = changed("last", "echo last >line.txt; echo last >side.txt");

        RunReport back = succeeded(ground.carryOut(executor, undone("102", List.of(brought, first, last))));

        assertThat(ground.git("ls-tree", "--name-only", "main"))
                .contains("main.txt")
                .doesNotContain("side.txt");
        assertThat(subjects(back)).isEqualTo("last side first");
    }

    private PatchAction changed(String id, String script) {
        RunReport report = succeeded(ground.carryOut(executor, command(id, script)));
        CommitId commit = report.git().orElseThrow().commit().orElseThrow();
        return new PatchAction.Revert(new PatchId(id), commit);
    }

    private static PatchMessage undone(String order, List<PatchAction> reverts) {
        PatchAction[] actions =
                order.chars().mapToObj(i -> reverts.get(i - '0')).toArray(PatchAction[]::new);
        return patch("r", CommitOptions.NONE, actions);
    }

    /** Of which patches the commits took something back, the first first. */
    private String subjects(RunReport back) {
        List<String> patches = new ArrayList<>();
        for (CommitId commit : back.git().orElseThrow().commits()) {
            patches.add(ground.git("log", "-1", "--format=%b", commit.value())
                    .replaceAll("(?s).* of patch ([a-z0-9]+)\\..*", "$1"));
        }
        return String.join(" ", patches);
    }
}
