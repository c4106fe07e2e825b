package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.delete;
import static io.patchline.executor.files.TestWorkspace.mode;
import static io.patchline.executor.files.TestWorkspace.replace;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defect 23: an executor that is root showed and opened files that the workspace's owner may not read. */
class OwnerRightsTest {
    private static final int OWNER = 61000;
    private static final int ROOT = 0;

    @TempDir
    Path directory;

    private TestWorkspace space;

    @BeforeEach
    void giveAway() throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT), "only root can give files away");
        space = new TestWorkspace(directory);
        give(space.workspace, OWNER);
    }

    @Test
    void what_the_owner_may_not_read_is_neither_shown_nor_changed() throws IOException {
        Path secret = file("secret", "one\n", "rw-------", ROOT);

        for (PatchAction action :
                List.of(replace("secret", "one", "two"), write("secret", "x"), mode("secret", 0666))) {
            assertThat(space.rejected(action).code()).isEqualTo(ErrorCode.FILE_REFUSED);
            assertThat(space.dryRun(action)).isInstanceOf(FileResult.Rejected.class);
        }

        assertThat(secret).hasContent("one");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
    }

    /** As with {@code sed -i}: by the rights to the directory. */
    @Test
    void what_the_owner_may_only_read_is_theirs_once_it_is_replaced() throws IOException {
        Path readable = file("readable", "one\n", "rw-r--r--", ROOT);

        space.applied(replace("readable", "one", "two"), mode("readable", 0666));

        assertThat(readable).hasContent("two");
        assertThat(Files.getAttribute(readable, "unix:uid")).isEqualTo(OWNER);
    }

    @Test
    void what_the_owner_may_write_keeps_whom_it_belongs_to() throws IOException {
        Path shared = file("shared", "one\n", "rw-rw-rw-", ROOT);

        space.applied(replace("shared", "one", "two"));

        assertThat(shared).hasContent("two");
        assertThat(Files.getAttribute(shared, "unix:uid")).isEqualTo(ROOT);
    }

    @Test
    void a_directory_that_the_owner_may_not_pass_or_change_is_none_for_a_patch() throws IOException {
        file("closed/f", "one\n", "rw-rw-rw-", OWNER);
        file("fixed/f", "one\n", "rw-rw-rw-", OWNER);
        directory("closed", "rwx------");
        directory("fixed", "rwxr-xr-x");

        for (PatchAction action : List.of(
                write("closed/f", "x"),
                delete("closed/f"),
                write("closed/new", "x"),
                delete("fixed/f"),
                write("fixed/new", "x"),
                write("fixed/a/b/new", "x"))) {
            assertThat(space.rejected(action).code()).as(action.toString()).isEqualTo(ErrorCode.FILE_REFUSED);
        }
    }

    @Test
    void what_is_made_belongs_to_the_owner() throws IOException {
        directory("open", "rwxrwxrwx");

        space.applied(write("new", "n"), write("open/new", "n"), write("a/b/new", "n"));

        for (String path : List.of("new", "open/new", "a", "a/b", "a/b/new")) {
            assertThat(Files.getAttribute(space.workspace.resolve(path), "unix:uid"))
                    .as(path)
                    .isEqualTo(OWNER);
        }
    }

    private Path file(String path, String contents, String permissions, int owner) throws IOException {
        Path file = space.file(path, contents);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        give(file, owner);
        return file;
    }

    /** Of root. */
    private void directory(String path, String permissions) throws IOException {
        Path made = Files.createDirectories(space.workspace.resolve(path));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
    }

    private static void give(Path path, int owner) throws IOException {
        Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
    }
}
