package io.patchline.executor.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.files.FileResult;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.StepEndedException;
import io.patchline.patch.FilePath;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchAction.Matching;
import io.patchline.patch.PatchAction.Occurrences;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Defects 5, 12, 36 and 43: every step of file changes ends by its deadline and hears a cancellation, and nobody else waits for it. */
@Timeout(60)
class FileStepsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    private Path workspace;
    private FileSteps steps;
    private final Cancellation cancellation = new Cancellation();

    @BeforeEach
    void open() throws IOException {
        workspace = Files.createDirectory(directory.resolve("workspace"));
        steps = FileSteps.in(WorkspacePlace.lasting(workspace, directory, WorkspaceRoots.NONE));
    }

    @Test
    void an_expression_that_takes_long_ends_by_the_timeout_of_the_patch() throws Exception {
        slowFile();

        assertThatThrownBy(() -> apply(slow(), SECOND, cancellation))
                .isInstanceOfSatisfying(
                        StepEndedException.class,
                        ended -> assertThat(ended.reason()).isEmpty());
    }

    @Test
    void a_cancellation_ends_what_is_computed_and_nobody_else_waits_for_it() throws Exception {
        slowFile();
        Thread other = Thread.ofPlatform().start(() -> {
            apply(write("other"), LONG, new Cancellation());
            cancellation.request(Cancellation.Reason.REQUESTED);
        });

        assertThatThrownBy(() -> apply(slow(), LONG, cancellation))
                .isInstanceOfSatisfying(
                        StepEndedException.class,
                        ended -> assertThat(ended.reason()).contains(Cancellation.Reason.REQUESTED));

        other.join();
        assertThat(workspace.resolve("other")).hasContent("other");
    }

    @Test
    void who_waits_for_the_lock_of_another_process_hears_deadline_and_cancellation() throws Exception {
        Process holder = lockHolder();
        try {
            assertThatThrownBy(() -> apply(write("a"), SECOND, cancellation)).isInstanceOf(StepEndedException.class);
            Thread canceller = Thread.ofPlatform().start(() -> {
                await().pollDelay(Duration.ofMillis(300)).until(() -> true);
                cancellation.request(Cancellation.Reason.REQUESTED);
            });
            assertThatThrownBy(() -> apply(write("a"), LONG, cancellation)).isInstanceOf(StepEndedException.class);
            canceller.join();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(apply(write("a"), LONG, new Cancellation())).isInstanceOf(FileResult.Applied.class);
    }

    @Test
    void a_workspace_that_is_gone_is_waited_for_until_the_deadline_or_a_cancellation() throws Exception {
        Files.delete(workspace);
        assertThatThrownBy(() -> apply(write("a"), SECOND, cancellation)).isInstanceOf(StepEndedException.class);

        cancellation.request(Cancellation.Reason.REQUESTED);

        assertThatThrownBy(() -> apply(write("a"), LONG, cancellation)).isInstanceOf(StepEndedException.class);
    }

    @Test
    void what_cannot_be_undone_in_a_workspace_that_is_gone_is_told_to_who_cancels() throws Exception {
        apply(write("a"), LONG, cancellation);
        Files.move(workspace, directory.resolve("gone"));
        cancellation.request(Cancellation.Reason.REQUESTED);

        assertThat(steps.rollBack(journals(), cancellation))
                .singleElement()
                .asString()
                .contains("could not be undone", journals().toString());
    }

    @Test
    void a_timeout_of_three_hundred_years_is_one() throws Exception {
        assertThat(apply(write("a"), Duration.ofSeconds(Long.MAX_VALUE), cancellation))
                .isInstanceOf(FileResult.Applied.class);
    }

    private void slowFile() throws IOException {
        Files.writeString(workspace.resolve("slow"), "x".repeat(4_000_000));
    }

    /** Reads the rest of the file for every match. */
    private static PatchAction slow() {
        return new PatchAction.ReplaceText(new FilePath("slow"), "x(.*y)?", "z", Matching.PATTERN, Occurrences.ALL);
    }

    private static PatchAction write(String path) {
        return new PatchAction.WriteFile(new FilePath(path), path, Optional.empty());
    }

    private FileResult apply(PatchAction action, Duration timeout, Cancellation cancelled) {
        RunOptions options = new RunOptions(timeout, 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK);
        Patch patch = new Patch(
                new PatchId("patch"),
                Optional.empty(),
                Optional.empty(),
                new Lane("lane"),
                List.of(action),
                options,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
        AttemptContext attempt = new AttemptContext(1, directory, journals(), index -> (from, text) -> {}, cancelled);
        try {
            return steps.apply(new ActionGroup.FileChanges(0, List.of(action)), patch, attempt);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Path journals() {
        return directory.resolve("journals");
    }

    /** By the same kind of lock as the JVM's: fcntl(2), struct flock of 64-bit Linux. */
    private Process lockHolder() throws IOException {
        String hold = "use Fcntl; open F, '+>', $ARGV[0] or exit 2; my $lock = pack('ssx4qqix4', F_WRLCK, 0, 0, 0, 0);"
                + " fcntl(F, F_SETLK, $lock) or exit 1; $| = 1; print \"held\\n\"; sleep 60";
        Process process = new ProcessBuilder(
                        "perl", "-e", hold, directory.resolve("workspace.lock").toString())
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("held");
        return process;
    }
}
