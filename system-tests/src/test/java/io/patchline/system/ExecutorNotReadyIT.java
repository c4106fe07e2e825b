package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an executor needs vanishes while it runs: it takes no more, says so, and the patches stay in their queues until it is mended. */
class ExecutorNotReadyIT {
    private static final int PATCHES = 20;

    @TempDir
    Path directory = Path.of("/");

    private Pipeline pipeline;
    private ServiceProcess executor;
    private Path bwrap;

    @BeforeEach
    void start() throws IOException {
        pipeline = new Pipeline(directory, TestBroker.shared().newVirtualHost());
        bwrap = Files.writeString(directory.resolve("bwrap"), "#!/bin/sh\nexec /usr/bin/bwrap \"$@\"\n");
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        executor = pipeline.startExecutor(Map.of("PATCHLINE_SANDBOX_BWRAP", bwrap.toString()));
        pipeline.awaitReady();
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void without_its_sandbox_it_takes_no_patches_and_none_becomes_a_dead_letter() throws IOException {
        Path aside = Files.move(bwrap, directory.resolve("bwrap.aside"));
        submitAll();
        awaitHealth(503);
        assertThat(pipeline.get(executor, "/status").at("/problem").asText())
                .contains("sandbox bubblewrap does not work");
        assertThat(pipeline.get(executor, "/status").at("/lanes")).isEmpty();

        Files.move(aside, bwrap);

        awaitHealth(200);
        assertAllSucceeded();
    }

    @Test
    void without_its_workspace_or_ledger_it_is_not_ready_until_they_are_back() throws IOException {
        for (Path needed : new Path[] {pipeline.workspace(), directory.resolve("state/ledger")}) {
            Path aside = Files.move(needed, directory.resolve("aside"));
            awaitHealth(503);
            assertThat(pipeline.get(executor, "/status").at("/problem").asText())
                    .contains(needed + " is gone");
            Files.move(aside, needed);
            awaitHealth(200);
        }
        submitAll();
        assertAllSucceeded();
    }

    private void submitAll() {
        for (int i = 0; i < PATCHES; i++) {
            assertThat(pipeline.submit("p" + i, "file" + i, "echo ran >>ran" + i, Map.of())
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    private void awaitHealth(int status) {
        await().atMost(Duration.ofSeconds(15)).until(() -> pipeline.status(executor, "/health") == status);
    }

    private void assertAllSucceeded() throws IOException {
        for (int i = 0; i < PATCHES; i++) {
            JsonNode story = pipeline.story("p" + i, 20);
            assertThat(story.at("/status").asText()).as(story.toString()).isEqualTo("succeeded");
            assertThat(pipeline.workspace().resolve("ran" + i)).hasContent("ran\n");
        }
    }
}
