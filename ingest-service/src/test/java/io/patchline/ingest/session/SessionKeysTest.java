package io.patchline.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionKeysTest {
    @TempDir
    private Path directory;

    @Test
    void the_file_is_made_once_for_its_owner_alone() throws IOException {
        Path file = directory.resolve("console-key");

        List<byte[]> made = SessionKeys.readOrMake(file);

        assertThat(made).hasSize(1).allSatisfy(key -> assertThat(key).hasSize(32));
        assertThat(SessionKeys.readOrMake(file)).usingRecursiveComparison().isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void replicas_that_begin_at_once_have_the_same_key() throws Exception {
        Path file = directory.resolve("console-key");
        Callable<byte[]> replica = () -> SessionKeys.readOrMake(file).getFirst();
        try (ExecutorService replicas = Executors.newFixedThreadPool(8)) {
            List<Future<byte[]>> keys = replicas.invokeAll(Collections.nCopies(8, replica));
            byte[] first = keys.getFirst().get();
            for (Future<byte[]> key : keys) {
                assertThat(key.get()).isEqualTo(first);
            }
        }
    }

    @Test
    void several_lines_are_several_keys() throws IOException {
        String line = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n";
        Path file = Files.writeString(directory.resolve("keys"), line + "\n" + line);

        assertThat(SessionKeys.readOrMake(file)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "c2hvcnQ=\n", "not base64!\n"})
    void what_holds_no_key_is_refused_without_repeating_it(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), text);

        assertThatThrownBy(() -> SessionKeys.readOrMake(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining("not base64!");
    }

    @Test
    void where_it_cannot_be_made_the_message_says_what_to_do() {
        assertThatThrownBy(() -> SessionKeys.readOrMake(directory.resolve("none/console-key")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patchline.console.key-file");
    }
}
