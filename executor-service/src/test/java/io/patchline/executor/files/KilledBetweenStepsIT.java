package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.delete;
import static io.patchline.executor.files.TestWorkspace.mode;
import static io.patchline.executor.files.TestWorkspace.replace;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is ended before every single change that it makes to the disk; case 39 of the hostile cases. */
class KilledBetweenStepsIT {
    static final List<PatchAction> ACTIONS = List.of(
            replace("changed", "two", "TWO"),
            write("new/dir/file", "new\n"),
            delete("deep/deleted"),
            mode("mode", 0755),
            delete("becomes"),
            write("becomes/directory", "d\n"));

    @TempDir
    Path directory;

    @Test
    void whenever_the_process_dies_each_file_is_old_or_new_and_recovery_brings_back_the_whole_tree() throws Exception {
        Map<String, String> before = workspace("model").snapshot();
        Map<String, String> after = afterwards();
        int undone = 0;
        int step = 0;
        for (boolean died = true; died; step++) {
            TestWorkspace space = workspace("apply" + step);
            died = run(space, "apply", step);
            assertEachFileIsOldOrNew(space, before, after);

            Restoration restoration = new FileActions(FileLimits.DEFAULT).recover(space.workspace, space.journal);

            assertThat(restoration.complete()).isTrue();
            assertThat(space.snapshot()).as("after dying before step %d", step).isIn(before, after);
            assertThat(space.journal).doesNotExist();
            undone += space.snapshot().equals(before) ? 1 : 0;
        }
        System.out.println(
                "KilledBetweenStepsIT: " + (step - 1) + " deaths while applying, of which " + undone + " were undone");
        // A death before the first step of the commit undoes everything; only one after it keeps everything.
        assertThat(undone).isGreaterThan(25).isLessThan(step);
    }

    @Test
    void recovery_itself_can_die_at_any_moment_and_be_started_again() throws Exception {
        Map<String, String> before = workspace("model").snapshot();
        Map<String, String> after = afterwards();
        int step = 0;
        for (boolean died = true; died; step++) {
            TestWorkspace space = workspace("recover" + step);
            space.applied(ACTIONS.toArray(PatchAction[]::new));
            died = run(space, "recover", step);
            assertEachFileIsOldOrNew(space, before, after);

            assertThat(new FileActions(FileLimits.DEFAULT)
                            .recover(space.workspace, space.journal)
                            .complete())
                    .isTrue();

            assertThat(space.snapshot())
                    .as("after dying before step %d of the recovery", step)
                    .isEqualTo(before);
            assertThat(space.journal).doesNotExist();
        }
        System.out.println("KilledBetweenStepsIT: " + (step - 1) + " deaths while recovering");
        assertThat(step).isGreaterThan(20);
    }

    private TestWorkspace workspace(String name) throws IOException {
        TestWorkspace space = new TestWorkspace(directory.resolve(name));
        space.file("changed", "one\r\ntwo");
        space.file("deep/deleted", "x\n");
        space.file("mode", "m\n");
        space.file("becomes", "a file\n");
        space.file("untouched", "u\n");
        return space;
    }

    private Map<String, String> afterwards() throws IOException {
        TestWorkspace space = workspace("after");
        space.applied(ACTIONS.toArray(PatchAction[]::new));
        return space.snapshot();
    }

    private static boolean run(TestWorkspace space, String what, int step) throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process process = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingProcess.class.getName(),
                        space.workspace.toString(),
                        space.journal.toString(),
                        what,
                        String.valueOf(step))
                .inheritIO()
                .start();
        int code = process.waitFor();
        assertThat(code).isIn(0, DyingProcess.DIED);
        return code == DyingProcess.DIED;
    }

    /** Temporary files at the root are neither; the recovery sweeps them. */
    private static void assertEachFileIsOldOrNew(
            TestWorkspace space, Map<String, String> before, Map<String, String> after) throws IOException {
        Map<String, String> now = new TreeMap<>(space.snapshot());
        now.keySet().removeIf(name -> name.startsWith(".patchline-"));
        now.forEach((path, state) -> {
            if (state.startsWith("file")) {
                assertThat(state).as(path).isIn(before.getOrDefault(path, "none"), after.getOrDefault(path, "none"));
            }
        });
        before.forEach((path, state) -> {
            if (!now.containsKey(path)) {
                // Only what the actions delete may be missing.
                assertThat(path).isIn("deep/deleted", "becomes");
            }
        });
        assertThat(Files.exists(space.workspace.resolve("untouched"))).isTrue();
    }
}
