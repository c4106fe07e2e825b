package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemFilesTest {
    @TempDir
    Path directory;

    @Test
    void what_an_installation_has_renamed_since_it_was_listed_is_left_out_and_the_rest_is_copied() throws IOException {
        Path etc = Files.createDirectory(directory.resolve("etc"));
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Path file = Files.writeString(etc.resolve("hosts"), "127.0.0.1 localhost\n");
        Path link = Files.createSymbolicLink(etc.resolve("pager"), Path.of("/usr/bin/less"));

        SystemFiles.copyEach(List.of(etc.resolve("pager.dpkg-tmp"), link, file), copy);

        assertThat(Files.readSymbolicLink(copy.resolve("pager"))).isEqualTo(Path.of("/usr/bin/less"));
        assertThat(copy.resolve("hosts")).hasContent("127.0.0.1 localhost\n");
        assertThat(names(copy)).containsExactly("hosts", "pager");
    }

    @Test
    void what_is_not_for_everybody_is_left_out() throws IOException {
        Path etc = Files.createDirectory(directory.resolve("etc"));
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Path secret = Files.writeString(etc.resolve("key"), "secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));

        SystemFiles.copyEach(List.of(secret), copy);

        assertThat(names(copy)).isEmpty();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
