package io.patchline.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.MessageCodec.UndecodableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages that an earlier version wrote, and that wait in queues and in the log through an upgrade, are read. At a release the golden files are copied to
 * {@code released/VERSION}; from then on nobody changes them there.
 */
class ReleasedMessagesTest {
    private static final Path RELEASED = Path.of("src/test/resources/released");

    static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.walk(RELEASED)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_of_an_earlier_version_is_read_and_means_the_same_when_it_is_written_again(Path file)
            throws IOException, UndecodableException {
        byte[] old = Files.readAllBytes(file);

        if (file.getFileName().toString().startsWith("patch-")) {
            assertThat(MessageCodec.readPatch(MessageCodec.write(MessageCodec.readPatch(old))))
                    .isEqualTo(MessageCodec.readPatch(old));
        } else {
            assertThat(MessageCodec.readEvent(MessageCodec.write(MessageCodec.readEvent(old))))
                    .isEqualTo(MessageCodec.readEvent(old));
        }
    }

    static List<Path> patches() throws IOException {
        return messages().stream()
                .filter(file -> file.getFileName().toString().startsWith("patch-"))
                .toList();
    }

    /** So an id sent again after an upgrade is the same patch, and no conflict: not while it waits, and not where the ledger has run it. */
    @ParameterizedTest
    @MethodSource("patches")
    void a_patch_that_is_sent_again_after_an_upgrade_has_the_fingerprint_that_the_earlier_version_stored(Path file)
            throws IOException, UndecodableException {
        byte[] stored = MessageCodec.mapper()
                .readTree(Files.readAllBytes(file))
                .toString()
                .getBytes(UTF_8);

        assertThat(ContentFingerprint.of(MessageCodec.write(MessageCodec.readPatch(stored))))
                .isEqualTo(ContentFingerprint.of(stored));
    }
}
