package io.patchline.executor.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimFileTest {
    private static final String HASH = "ab".repeat(32);

    @TempDir
    private Path directory;

    @Test
    void a_start_that_a_full_disk_took_half_of_is_no_start() throws IOException {
        try (ClaimFile claim = new ClaimFile(new FullDisk(open(), 5))) {
            assertThatThrownBy(() -> claim.start("1", HASH, () -> {})).hasMessage("No space left on device");

            assertThat(claim.started()).isZero();
        }
    }

    /** An interrupted channel closes itself. */
    @Test
    void nor_is_one_whose_thread_is_interrupted_meanwhile() throws IOException {
        Thread me = Thread.currentThread();
        try (ClaimFile claim = new ClaimFile(open())) {
            assertThatThrownBy(() -> claim.start("1", HASH, () -> {
                        me.interrupt();
                        throw new IOException("Input/output error");
                    }))
                    .hasMessage("Input/output error");

            assertThat(Thread.interrupted()).isTrue();
            assertThat(claim.started()).isZero();
            assertThat(directory.resolve("claim")).isEmptyFile();
        }
    }

    @Test
    void a_start_whose_directory_cannot_be_synced_is_no_start() throws IOException {
        try (ClaimFile claim = new ClaimFile(open())) {
            assertThatThrownBy(() -> claim.start("1", HASH, () -> {
                        throw new IOException("Input/output error");
                    }))
                    .hasMessage("Input/output error");

            assertThat(claim.started()).isZero();
            assertThat(directory.resolve("claim")).isEmptyFile();
            claim.start("1", HASH, () -> {});
            assertThat(claim.started()).isEqualTo(1);
        }
    }

    @Test
    void a_start_that_an_executor_died_in_the_middle_of_writing_is_one() throws IOException {
        Files.writeString(directory.resolve("claim"), "start");

        try (ClaimFile claim = new ClaimFile(open())) {
            assertThat(claim.started()).isEqualTo(1);
            claim.end("1");
            assertThat(claim.started()).isEqualTo(1);
            assertThat(claim.ended()).isEqualTo(1);
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(directory.resolve("claim"), CREATE, READ, WRITE);
    }
}
