package io.patchline.executor.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreesTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path root = Path.of("/");

    @Test
    void a_tree_deeper_than_the_longest_path_is_removed() throws Exception {
        Path deep = Files.createDirectory(root.resolve("deep"));
        bash(
                deep,
                "perl -e 'for (1..3000) { mkdir \"dddddddddd\" and chdir \"dddddddddd\" or exit 1 } open my $f, \">\", \"file\" or exit 1'");

        DirectoryTrees.remove(deep);

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void what_its_owner_locked_himself_out_of_is_removed_and_no_link_is_followed() throws Exception {
        Path outside = Files.createDirectory(root.resolve("outside"));
        Files.createFile(outside.resolve("file"));
        Path tree = Files.createDirectory(root.resolve("tree"));
        bash(
                tree,
                "mkdir -p a/b/c x; mkfifo a/fifo; ln -s ../outside link; ln -s ../../outside a/link; : >a/b/f; chmod 000 a/b/c a/b a x .");

        DirectoryTrees.remove(tree);

        assertThat(outside.resolve("file")).exists();
        assertThat(root).isDirectoryContaining(outside::equals);
        assertThat(tree).doesNotExist();
        try (var left = Files.list(root)) {
            assertThat(left).containsExactly(outside);
        }
    }

    @Test
    void a_link_in_the_place_of_the_tree_is_left_alone() throws IOException {
        Path outside = Files.createDirectory(root.resolve("outside"));
        Path link = Files.createSymbolicLink(root.resolve("link"), outside);

        DirectoryTrees.remove(link);
        DirectoryTrees.remove(root.resolve("missing"));

        assertThat(outside).exists();
    }

    private static void bash(Path directory, String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", script)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
