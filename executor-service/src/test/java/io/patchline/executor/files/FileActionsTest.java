package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.delete;
import static io.patchline.executor.files.TestWorkspace.diff;
import static io.patchline.executor.files.TestWorkspace.mode;
import static io.patchline.executor.files.TestWorkspace.replace;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.FileChange;
import io.patchline.patch.Digest;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What file actions do to the files of a workspace, and what is reported of it. */
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
