package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.delete;
import static io.patchline.executor.files.TestWorkspace.mode;
import static io.patchline.executor.files.TestWorkspace.replace;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File actions that are refused: nothing is changed, and everything that is wrong is said. */
class FileRefusalsTest {
    @TempDir
    Path directory;

    private TestWorkspace space;

    @BeforeEach
    void open() throws IOException {
        space = new TestWorkspace(directory);
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
}
