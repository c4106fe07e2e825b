package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.delete;
import static io.patchline.executor.files.TestWorkspace.mode;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTransactionTest {
    @TempDir
    Path directory;

    private TestWorkspace space;
    private Map<String, String> before = Map.of();

    @BeforeEach
    void fill() throws IOException {
        space = new TestWorkspace(directory);
        space.file("changed", "one\r\ntwo");
        space.file("deep/down/deleted", "x\n");
        Files.setPosixFilePermissions(space.file("mode", "m"), PosixFilePermissions.fromString("r-xr-x---"));
        before = space.snapshot();
    }

    private FileTransaction everything() throws IOException {
        return space.applied(
                        write("changed", "new"),
                        delete("deep/down/deleted"),
                        mode("mode", 0644),
                        write("new/dir/file", "n"))
                .transaction();
    }

    @Test
    void rolling_back_brings_contents_modes_files_and_directories_back() throws IOException {
        FileTransaction transaction = everything();
        assertThat(space.snapshot()).isNotEqualTo(before);

        Restoration restoration = transaction.rollBack();

        assertThat(restoration.complete()).isTrue();
        assertThat(space.snapshot()).isEqualTo(before);
        assertThat(space.journal).doesNotExist();
    }

    @Test
    void rolling_back_also_undoes_what_a_command_did_to_these_files() throws IOException {
        FileTransaction transaction = everything();
        Files.delete(space.workspace.resolve("changed"));
        Files.createSymbolicLink(space.workspace.resolve("changed"), directory);
        Files.delete(space.workspace.resolve("deep/down"));
        Files.delete(space.workspace.resolve("deep"));
        Files.writeString(space.workspace.resolve("mode"), "written by a command");
        Files.writeString(space.workspace.resolve("new/dir/file"), "written by a command");

        assertThat(transaction.rollBack().complete()).isTrue();

        assertThat(space.snapshot()).isEqualTo(before);
    }

    @Test
    void what_a_command_put_into_a_new_directory_stays_and_so_does_the_directory() throws IOException {
        FileTransaction transaction = everything();
        Files.writeString(space.workspace.resolve("new/artifact"), "a");

        assertThat(transaction.rollBack().complete()).isTrue();

        assertThat(space.snapshot())
                .containsEntry("new/artifact", "file rw-r--r-- a")
                .doesNotContainKey("new/dir");
    }

    @Test
    void what_cannot_be_brought_back_is_told_and_its_contents_are_kept() throws IOException {
        FileTransaction transaction = everything();
        Files.delete(space.workspace.resolve("changed"));
        Files.createDirectories(space.workspace.resolve("changed/by/a/command"));

        Restoration restoration = transaction.rollBack();

        assertThat(restoration.complete()).isFalse();
        assertThat(restoration.failures()).singleElement().asString().contains("changed", space.journal.toString());
        assertThat(Snapshot.of(space.journal)).containsValue("file rw-r--r-- one\r\ntwo");
        assertThat(space.snapshot())
                .containsEntry("deep/down/deleted", "file rw-r--r-- x\n")
                .containsEntry("mode", "file r-xr-x--- m");
    }

    @Test
    void committing_keeps_the_changes_and_deletes_the_journal() throws IOException {
        FileTransaction transaction = everything();
        Map<String, String> after = space.snapshot();

        transaction.commit();

        assertThat(space.journal).doesNotExist();
        assertThat(new FileActions(FileLimits.DEFAULT)
                        .recover(space.workspace, space.journal)
                        .restored())
                .isEmpty();
        assertThat(space.snapshot()).isEqualTo(after);
    }

    @Test
    void another_process_can_undo_or_keep_what_one_that_died_had_done() throws IOException {
        everything();
        FileActions other = new FileActions(FileLimits.DEFAULT);
        assertThat(other.recover(space.workspace, space.journal).complete()).isTrue();
        assertThat(space.snapshot()).isEqualTo(before);

        everything();
        Map<String, String> after = space.snapshot();
        other.commit(space.journal);
        assertThat(other.recover(space.workspace, space.journal).restored()).isEmpty();
        assertThat(space.snapshot()).isEqualTo(after);
    }
}
