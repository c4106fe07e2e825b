package io.patchline.executor.directory;

import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.executor.files.FileResult;
import io.patchline.executor.files.TestWorkspace;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it counts the descriptors of the JVM")
class DescriptorTest {
    @TempDir
    Path directory;

    @Test
    void what_is_written_is_read_again_in_any_number_of_chunks() throws IOException {
        byte[] bytes = new byte[700_001];
        new Random(1).nextBytes(bytes);
        try (Descriptor parent = Descriptor.ofTrusted(directory)) {
            try (Descriptor made = parent.create("f")) {
                made.write(ByteBuffer.wrap(bytes));
                made.force();
            }
            ByteBuffer read = ByteBuffer.allocate(bytes.length + 1);
            try (Descriptor found = parent.find("f");
                    Descriptor open = found.readable()) {
                open.read(read);
            }
            assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(bytes));
        }
    }

    @Test
    void errors_are_those_of_java() throws IOException {
        try (Descriptor parent = Descriptor.ofTrusted(directory)) {
            assertThatThrownBy(() -> parent.find("missing")).isInstanceOf(NoSuchFileException.class);
            parent.create("f").close();
            assertThatThrownBy(() -> parent.create("f")).isInstanceOf(FileAlreadyExistsException.class);
        }
    }

    @Test
    @Timeout(20)
    void four_thousand_files_are_looked_at_within_seconds_and_nothing_stays_open() throws IOException {
        TestWorkspace space = new TestWorkspace(directory);
        space.file("w/d/f", "f");
        PatchAction[] actions =
                IntStream.range(0, 4_000).mapToObj(i -> write("w/d/n" + i, "x")).toArray(PatchAction[]::new);
        long before = open();
        long start = System.nanoTime();

        assertThat(space.dryRun(actions)).isInstanceOf(FileResult.WouldApply.class);

        System.out.println("DescriptorTest: 4000 files in " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertThat(open()).isLessThan(before + 10);
    }

    private static long open() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }
}
