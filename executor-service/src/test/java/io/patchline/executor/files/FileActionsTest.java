package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.delete;
import static io.patchline.executor.files.TestWorkspace.diff;
import static io.patchline.executor.files.TestWorkspace.mode;
import static io.patchline.executor.files.TestWorkspace.replace;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.executor.process.StepEndedException;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.Problem;
import io.patchline.patch.Digest;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileActionsTest {
    @TempDir
    Path directory;

    private TestWorkspace space;

    @BeforeEach
    void open() throws IOException {
        space = new TestWorkspace(directory);
    }

    @Test
    void each_action_sees_what_those_before_it_did() throws IOException {
        space.applied(
                write("a/b/c.txt", "one\n"),
                replace("a/b/c.txt", "one", "two"),
                diff("--- a/a/b/c.txt\n+++ b/a/b/c.txt\n@@ -1 +1,2 @@\n two\n+three\n"),
                mode("a/b/c.txt", 0755),
                write("gone.txt", "x"),
                delete("gone.txt"));

        assertThat(space.snapshot())
                .isEqualTo(Map.of(
                        "a", "directory rwxr-xr-x",
                        "a/b", "directory rwxr-xr-x",
                        "a/b/c.txt", "file rwxr-xr-x two\nthree\n"));
    }

    @Test
    void an_existing_file_keeps_its_mode_and_a_new_one_gets_0644_unless_the_action_says_otherwise() throws IOException {
        Files.setPosixFilePermissions(space.file("script", "old"), PosixFilePermissions.fromString("rwxr-x---"));

        space.applied(write("script", "new"), write("plain", "x"), write("secret", "x", 0600));

        assertThat(space.snapshot())
                .isEqualTo(Map.of(
                        "script", "file rwxr-x--- new", "plain", "file rw-r--r-- x", "secret", "file rw------- x"));
    }

    @Test
    void a_file_that_belongs_to_somebody_else_stays_theirs_where_we_may_say_so() throws IOException {
        Path file = space.file("f", "old");
        try {
            Files.setAttribute(file, "unix:uid", 12_345);
        } catch (IOException e) {
            // Only root may give a file away; then there is nothing to keep.
            return;
        }

        space.applied(write("f", "new"));

        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12_345);
        assertThat(file).hasContent("new");
    }

    @Test
    void the_report_says_what_is_different_in_the_order_of_the_paths() throws IOException {
        space.file("changed", "one\ntwo\nthree\n");
        space.file("deleted", "x\ny");
        space.file("mode", "m\n");
        space.file("same", "s\n");

        var applied = space.applied(
                write("new", "1\n2\n"),
                mode("mode", 0755),
                delete("deleted"),
                write("same", "s\n"),
                replace("changed", "two", "2\nzwei"));

        assertThat(applied.files())
                .containsExactly(
                        change(
                                "changed",
                                FileChange.Kind.CHANGED,
                                2,
                                1,
                                "one\ntwo\nthree\n",
                                "one\n2\nzwei\nthree\n",
                                0644),
                        change("deleted", FileChange.Kind.DELETED, 0, 2, "x\ny", null, 0),
                        change("mode", FileChange.Kind.MODE, 0, 0, "m\n", "m\n", 0755),
                        change("new", FileChange.Kind.CREATED, 2, 0, null, "1\n2\n", 0644));
    }

    private static FileChange change(
            String path,
            FileChange.Kind kind,
            int added,
            int removed,
            @Nullable String before,
            @Nullable String after,
            int mode) {
        return new FileChange(
                new FilePath(path),
                kind,
                added,
                removed,
                Optional.ofNullable(before).map(FileActionsTest::sha256),
                Optional.ofNullable(after).map(FileActionsTest::sha256),
                Optional.ofNullable(after).map(text -> new FileMode(mode)));
    }

    private static String sha256(String text) {
        return Digest.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_dry_run_tells_the_same_and_writes_nothing() throws IOException {
        space.file("f", "one\n");
        Map<String, String> before = space.snapshot();

        FileResult dry = space.dryRun(replace("f", "one", "two"), write("new/g", "x\n"));

        assertThat(space.snapshot()).isEqualTo(before);
        assertThat(space.journal).doesNotExist();
        var real = space.applied(replace("f", "one", "two"), write("new/g", "x\n"));
        assertThat(dry).isEqualTo(new FileResult.WouldApply(real.files(), real.diff(), List.of()));
    }

    @Test
    void when_the_last_action_fails_nothing_is_changed() throws IOException {
        space.file("f", "one\n");
        Map<String, String> before = space.snapshot();

        var rejected = space.rejected(write("dir/new", "x"), replace("f", "one", "two"), delete("missing"));

        assertThat(space.snapshot()).isEqualTo(before);
        assertThat(space.journal).doesNotExist();
        assertThat(rejected.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(rejected.problems()).extracting(Problem::pointer).containsExactly("/actions/5");
        assertThat(rejected.summary()).doesNotContain("\n").contains("missing");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_but_not_what_only_follows_from_it() throws IOException {
        space.file("f", "one\n");

        var rejected = space.rejected(
                replace("f", "nothing", "x"),
                replace("f", "one", "two"),
                delete("missing"),
                write("fine", "x"),
                mode("missing2", 0644));

        assertThat(rejected.problems())
                .extracting(Problem::pointer, Problem::code)
                .containsExactly(
                        tuple("/actions/3", ErrorCode.CONTEXT_NOT_FOUND),
                        tuple("/actions/5", ErrorCode.FILE_NOT_FOUND),
                        tuple("/actions/7", ErrorCode.FILE_NOT_FOUND));
        assertThat(rejected.summary()).endsWith("(and 2 more)");
    }

    @Test
    void bytes_that_are_no_text_can_be_replaced_and_deleted_but_not_edited() throws IOException {
        byte[] bytes = {(byte) 0xff, 'a', '\n', 0, 'b'};
        Files.write(space.workspace.resolve("bin"), bytes);
        Files.write(space.workspace.resolve("bin2"), bytes);

        assertThat(space.rejected(replace("bin", "a", "b")).code()).isEqualTo(ErrorCode.FILE_REFUSED);
        var applied = space.applied(write("bin", "text\n"), delete("bin2"));

        assertThat(applied.diff().orElseThrow()).contains("Binary files differ");
        assertThat(space.snapshot()).isEqualTo(Map.of("bin", "file rw-r--r-- text\n"));
        space.rollBack();
        assertThat(Files.readAllBytes(space.workspace.resolve("bin"))).isEqualTo(bytes);
    }

    @Test
    void files_over_the_limits_are_refused_before_and_after() throws IOException {
        TestWorkspace small = new TestWorkspace(directory, new FileLimits(10, 25, 1000, 1_000_000));
        small.file("large", "12345678901");
        small.file("f", "12345");

        assertThat(small.rejected(replace("large", "1", "2")).code()).isEqualTo(ErrorCode.FILE_REFUSED);
        assertThat(small.rejected(replace("f", "3", "12345678"))
                        .problems()
                        .getFirst()
                        .detail())
                .contains("larger than 10 bytes");
        assertThat(small.rejected(write("a", "1234567890"), write("b", "1234567890"), write("c", "1234567890"))
                        .problems()
                        .getFirst()
                        .detail())
                .contains("more than 25 bytes together");
    }

    @Test
    void a_file_cannot_be_made_where_the_patch_has_a_directory_nor_below_a_file() throws IOException {
        space.file("plain", "x");

        assertThat(space.rejected(write("a/b", "x"), write("a", "y")).code()).isEqualTo(ErrorCode.PATH_REFUSED);
        assertThat(space.rejected(write("a", "x"), write("a/b", "y")).code()).isEqualTo(ErrorCode.PATH_REFUSED);
        assertThat(space.rejected(write("plain/b", "x")).code()).isEqualTo(ErrorCode.PATH_REFUSED);
        assertThat(space.snapshot()).isEqualTo(Map.of("plain", "file rw-r--r-- x"));
    }

    @Test
    void a_file_can_make_room_for_a_directory_and_comes_back() throws IOException {
        space.file("a", "x");
        Map<String, String> before = space.snapshot();

        space.applied(delete("a"), write("a/b/c", "y"));

        assertThat(space.snapshot()).containsKeys("a/b/c");
        assertThat(space.rollBack().complete()).isTrue();
        assertThat(space.snapshot()).isEqualTo(before);
    }

    @Test
    void a_patch_that_leaves_everything_as_it_is_says_so_and_has_nothing_to_undo() throws IOException {
        space.file("f", "one\n");

        var applied = space.applied(write("f", "one\n"));

        assertThat(applied.files()).isEmpty();
        assertThat(applied.diff()).isEmpty();
        assertThat(space.journal).doesNotExist();
        assertThat(space.rollBack().complete()).isTrue();
    }

    @Test
    void an_unfinished_journal_must_be_recovered_before_its_place_is_used_again() throws IOException {
        space.applied(write("f", "x"));

        assertThatThrownBy(() -> space.apply(write("f", "y")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("recover first");
    }

    @Test
    void a_command_is_no_file_action() {
        assertThatThrownBy(() -> new FileRequest(
                        directory, List.of(new PatchAction.RunCommand("true")), i -> "", false, directory))
                .isInstanceOf(IllegalArgumentException.class);
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

    /** As objects, the lines of such a file take 900 MB. */
    @Test
    void a_file_of_millions_of_lines_is_replaced_and_its_lines_are_counted() throws IOException {
        space.file("f", "\n".repeat(16 << 20));

        FileResult.Applied applied = space.applied(write("f", "one\n"));

        assertThat(applied.files()).singleElement().satisfies(change -> {
            assertThat(change.removedLines()).isEqualTo(16 << 20);
            assertThat(change.addedLines()).isEqualTo(1);
        });
    }
}
