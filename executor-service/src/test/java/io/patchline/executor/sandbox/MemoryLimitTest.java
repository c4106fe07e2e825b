package io.patchline.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.CommandLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {
    @Test
    void a_cgroup_that_was_named_and_cannot_be_used_is_no_reason_to_go_on_without(@TempDir Path directory)
            throws IOException {
        Files.writeString(directory.resolve("cgroup.controllers"), "cpu pids\n");

        assertThat(MemoryLimit.of(Optional.of(directory), CommandLimits.DEFAULTS))
                .isInstanceOf(MemoryLimit.Broken.class);
    }
}
