package io.patchline.executor.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchAction.Matching;
import io.patchline.patch.PatchAction.Occurrences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamesakeSearchTest {
    @TempDir
    Path directory;

    private TestWorkspace space;

    @BeforeEach
    void makeWorkspace() throws IOException {
        space = new TestWorkspace(directory);
    }

    @Test
    void a_file_of_the_same_name_elsewhere_is_named() throws IOException {
        put("src/deep/Format.py");

        assertThat(refusalOf("format.py"))
                .isEqualTo("format.py does not exist. There is src/deep/Format.py: if it is meant, write that path."
                        + " Name a file that does, or create it.");
    }

    @Test
    void links_are_not_followed_and_what_is_outside_is_not_told() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret.py"), "x");
        Files.createSymbolicLink(space.workspace.resolve("link"), outside);
        Files.createSymbolicLink(space.workspace.resolve("secret.py.d"), outside.resolve("secret.py"));
        put("node_modules/secret.py");
        put(".git/secret.py");

        assertThat(refusalOf("secret.py")).isEqualTo("secret.py does not exist. Name a file that does, or create it.");
    }

    @Test
    void the_search_ends_after_so_many_names() throws IOException {
        for (int i = 0; i < 5_100; i++) {
            put("many/" + i);
        }
        put("z/last/far.py");

        assertThat(refusalOf("far.py")).isEqualTo("far.py does not exist. Name a file that does, or create it.");
    }

    /** A command can give a directory any name; who misses a file below it was told of a defect. */
    @Test
    void a_file_below_a_directory_with_a_name_that_no_patch_can_write_is_not_named() throws IOException {
        put("line\nbreak/missed.py");
        put(".GIT/missed.py");
        put("z/missed.py");

        assertThat(refusalOf("missed.py")).startsWith("missed.py does not exist. There is z/missed.py: if");
    }

    private void put(String path) throws IOException {
        Path file = space.workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x\n");
    }

    private String refusalOf(String path) throws IOException {
        return space.rejected(
                        new PatchAction.ReplaceText(new FilePath(path), "x", "y", Matching.BLOCK, Occurrences.ONE))
                .problems()
                .getFirst()
                .detail();
    }
}
