package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.git.program.DiskUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUsageTest {
    @Test
    void the_places_of_a_workspace_are_measured_with_what_was_fetched_and_the_trees(@TempDir Path directory)
            throws IOException {
        GitGround ground = new GitGround(directory);
        ground.person("head -c 3000000 /dev/urandom >large");
        BranchWorkspace executor = ground.executor("e");
        succeeded(
                ground.carryOut(executor, command("p", "echo x >x; ln large other-name; echo other-name >.gitignore")));
        try (DiskUsage usage = new DiskUsage(executor.directory())) {
            assertThat(usage.bytes()).isNaN();

            usage.start();

            await().atMost(Duration.ofSeconds(30)).until(() -> !Double.isNaN(usage.bytes()));
            assertThat(usage.bytes()).isBetween(6_000_000.0, 8_000_000.0);
        }
    }
}
