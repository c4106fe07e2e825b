package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.replace;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.executor.process.StepEndedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What file actions will do, after it was computed and before it is carried out. */
class FileComputationTest {
    @TempDir
    Path directory;

    private TestWorkspace space;

    @BeforeEach
    void open() throws IOException {
        space = new TestWorkspace(directory);
    }

    @Test
    void what_was_computed_is_not_current_any_more_when_a_file_that_was_read_has_changed() throws IOException {
        Path file = space.file("f", "one\n");
        FileRequest request = new FileRequest(
                space.workspace, List.of(replace("f", "one", "two"), write("new", "n")), i -> "", false, space.journal);

        try (FileComputation computation = new FileActions(FileLimits.DEFAULT).compute(request, Deadline.none())) {
            assertThat(computation.isCurrent()).isTrue();
            Files.writeString(file, "on1\n");
            assertThat(computation.isCurrent()).isFalse();
            Files.writeString(file, "one\n");
            assertThat(computation.isCurrent()).isTrue();
            Files.writeString(space.workspace.resolve("new"), "n");
            assertThat(computation.isCurrent()).isFalse();
        }
        assertThat(file).hasContent("one");
    }

    @Test
    void a_deadline_that_passes_while_files_are_written_undoes_those_that_were() throws IOException {
        space.file("a", "old");
        Map<String, String> before = space.snapshot();
        Cancellation cancellation = new Cancellation();
        FileActions cancelled = new FileActions(FileLimits.DEFAULT, step -> {
            if (step.endsWith(" to a")) {
                cancellation.request(Cancellation.Reason.REQUESTED);
            }
        });
        FileRequest request = new FileRequest(
                space.workspace, List.of(write("a", "new"), write("b", "new")), i -> "", false, space.journal);

        try (FileComputation computation =
                cancelled.compute(request, Deadline.after(Duration.ofMinutes(1), cancellation))) {
            assertThatThrownBy(computation::carryOut).isInstanceOf(StepEndedException.class);
        }

        assertThat(space.snapshot()).isEqualTo(before);
        assertThat(space.journal).doesNotExist();
    }
}
