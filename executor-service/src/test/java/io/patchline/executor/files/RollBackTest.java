package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.delete;
import static io.patchline.executor.files.TestWorkspace.mode;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollBackTest {
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

    private void changeEverything() throws IOException {
        var applied = space.applied(
                write("changed", "new"), delete("deep/down/deleted"), mode("mode", 0644), write("new/dir/file", "n"));
        assertThat(applied.files()).isNotEmpty();
    }

    @Test
    void rolling_back_brings_contents_modes_files_and_directories_back() throws IOException {
        changeEverything();
        assertThat(space.snapshot()).isNotEqualTo(before);

        Restoration restoration = space.rollBack();

        assertThat(restoration.complete()).isTrue();
        assertThat(space.snapshot()).isEqualTo(before);
        assertThat(space.journal).doesNotExist();
    }

    /** A command of the patch itself can lock the way to what it made: whoever waited for that held a lane and a slot for ever, and again after each start. */
    @Test
    void what_lies_behind_a_directory_that_nobody_may_pass_is_told_and_the_rest_is_undone() throws IOException {
        TestWorkspace given = new TestWorkspace(directory.resolve("given"));
        OwnersWorkspace.give(given.workspace);
        given.file("f", "one\n");
        assertThat(given.applied(write("locked/in/new", "n"), write("f", "two\n"))
                        .files())
                .hasSize(2);
        Path locked = given.workspace.resolve("locked");
        for (String mode : new String[] {"---------", "-wx-wx-wx"}) {
            OwnersWorkspace.lock(locked, mode);

            Restoration restoration = given.rollBack();

            if (mode.startsWith("---")) {
                assertThat(restoration.failures())
                        .anySatisfy(failure -> assertThat(failure)
                                .startsWith("locked/in/new could not be brought back")
                                .contains(given.journal.toString()));
            } else {
                assertThat(restoration.failures()).isEmpty();
            }
            assertThat(given.workspace.resolve("f")).hasContent("one");
        }
        OwnersWorkspace.lock(given.workspace.resolve("locked"), "rwxrwxrwx");
        assertThat(given.snapshot()).doesNotContainKey("locked/in/new");
    }

    /** Defect 17: the rollback of one patch wiped out what another had written meanwhile, and told as succeeded. */
    @Test
    void what_somebody_has_changed_since_is_left_and_told_and_the_rest_is_undone() throws IOException {
        changeEverything();
        Files.delete(space.workspace.resolve("changed"));
        Files.createSymbolicLink(space.workspace.resolve("changed"), directory);
        Files.delete(space.workspace.resolve("deep/down"));
        Files.delete(space.workspace.resolve("deep"));
        Files.writeString(space.workspace.resolve("mode"), "written by another patch");
        Files.writeString(space.workspace.resolve("new/dir/file"), "written by another patch");
        Map<String, String> meanwhile = space.snapshot();

        Restoration restoration = space.rollBack();

        assertThat(restoration.failures())
                .hasSize(3)
                .allSatisfy(
                        failure -> assertThat(failure).contains("changed by somebody else", space.journal.toString()));
        assertThat(space.snapshot())
                .containsEntry("changed", meanwhile.get("changed"))
                .containsEntry("mode", meanwhile.get("mode"))
                .containsEntry("new/dir/file", meanwhile.get("new/dir/file"))
                .containsEntry("deep/down/deleted", before.get("deep/down/deleted"));
        assertThat(Snapshot.of(space.journal)).containsValue("file rw-r--r-- one\r\ntwo");
    }

    @Test
    void a_file_that_somebody_deleted_since_is_not_brought_back_and_one_that_is_as_before_needs_nothing()
            throws IOException {
        changeEverything();
        Files.delete(space.workspace.resolve("changed"));
        Files.delete(space.workspace.resolve("new/dir/file"));

        Restoration restoration = space.rollBack();

        assertThat(restoration.failures()).singleElement().asString().contains("changed ");
        assertThat(space.snapshot()).doesNotContainKeys("changed", "new/dir/file", "new");
    }

    @Test
    void a_mode_that_somebody_else_gave_a_file_since_is_left() throws IOException {
        changeEverything();
        Files.setPosixFilePermissions(space.workspace.resolve("mode"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(space.rollBack().failures()).singleElement().asString().startsWith("mode ");

        assertThat(space.snapshot()).containsEntry("mode", "file rwxrwxrwx m");
    }

    @Test
    void a_journal_of_a_version_that_did_not_note_what_it_wrote_is_undone_as_that_version_would() throws Exception {
        changeEverything();
        Path plan = space.journal.resolve("plan.json");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(plan.toFile());
        json.withArray("entries").forEach(entry -> ((ObjectNode) entry).remove("written"));
        Files.writeString(plan, json.toString());
        Files.writeString(space.workspace.resolve("mode"), "written by a command");

        assertThat(new FileActions(FileLimits.DEFAULT)
                        .recover(space.workspace, space.journal)
                        .complete())
                .isTrue();

        assertThat(space.snapshot()).isEqualTo(before);
    }

    @Test
    void what_a_command_put_into_a_new_directory_stays_and_so_does_the_directory() throws IOException {
        changeEverything();
        Files.writeString(space.workspace.resolve("new/artifact"), "a");

        assertThat(space.rollBack().complete()).isTrue();

        assertThat(space.snapshot())
                .containsEntry("new/artifact", "file rw-r--r-- a")
                .doesNotContainKey("new/dir");
    }

    @Test
    void what_cannot_be_brought_back_is_told_and_its_contents_are_kept() throws IOException {
        changeEverything();
        Files.delete(space.workspace.resolve("changed"));
        Files.createDirectories(space.workspace.resolve("changed/by/a/command"));

        Restoration restoration = space.rollBack();

        assertThat(restoration.complete()).isFalse();
        assertThat(restoration.failures()).singleElement().asString().contains("changed", space.journal.toString());
        assertThat(Snapshot.of(space.journal)).containsValue("file rw-r--r-- one\r\ntwo");
        assertThat(space.snapshot())
                .containsEntry("deep/down/deleted", "file rw-r--r-- x\n")
                .containsEntry("mode", "file r-xr-x--- m");
    }

    @Test
    void committing_keeps_the_changes_and_deletes_the_journal() throws IOException {
        changeEverything();
        Map<String, String> after = space.snapshot();

        space.commit();

        assertThat(space.journal).doesNotExist();
        assertThat(new FileActions(FileLimits.DEFAULT)
                        .recover(space.workspace, space.journal)
                        .restored())
                .isEmpty();
        assertThat(space.snapshot()).isEqualTo(after);
    }

    @Test
    void another_process_can_undo_or_keep_what_one_that_died_had_done() throws IOException {
        changeEverything();
        FileActions other = new FileActions(FileLimits.DEFAULT);
        assertThat(other.recover(space.workspace, space.journal).complete()).isTrue();
        assertThat(space.snapshot()).isEqualTo(before);

        changeEverything();
        Map<String, String> after = space.snapshot();
        other.commit(space.journal);
        assertThat(other.recover(space.workspace, space.journal).restored()).isEmpty();
        assertThat(space.snapshot()).isEqualTo(after);
    }
}
