package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.repository.SmartHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server may say that it has refs of any name, also such as no git would make. None of them runs a program, or becomes a file beyond the names that are fetched. */
class HostileRefsTest {
    private static final String FENCES = "refs/patchline/branch/main/";

    @Test
    void names_that_a_server_makes_up_run_nothing_and_lead_nowhere(@TempDir Path directory) throws IOException {
        GitGround ground = new GitGround(directory);
        Path ran = directory.resolve("ran");
        Path canary = directory.resolve("canary");
        Files.writeString(canary, "#!/bin/sh\necho ran >>" + ran + "\n");
        new Git(directory).bash("chmod +x canary");
        try (SmartHttpServer server = new SmartHttpServer(directory)) {
            server.makeUpRefs(names(canary));

            succeeded(ground.carryOut(
                    ground.executor("e", ground.behind(server, true), GitGround::bash), command("p", "echo x >x")));
            ground.person("echo other >other.txt");
            succeeded(ground.carryOut(
                    ground.executor("e", ground.behind(server, true), GitGround::bash), command("q", "echo y >y")));

            assertThat(server.madeUp()).isPositive();
        }
        assertThat(ran).doesNotExist();
        assertThat(ground.commits("q")).isEqualTo(1);
        Path git = directory.resolve("e/place-0/git");
        assertThat(git.resolve("hooks")).doesNotExist();
        assertThat(git.resolve("refs/patchline/branch")).isDirectoryContaining(path -> path.endsWith("fence"));
        assertThat(below(git)).noneMatch(path -> path.getFileName().toString().contains("planted"));
        assertThat(below(directory))
                .noneMatch(path -> path.getFileName().toString().startsWith("planted"));
    }

    private static List<String> names(Path canary) {
        return List.of(
                "refs/heads/../../hooks/planted",
                "refs/heads/main --upload-pack=" + canary,
                "refs/heads/--upload-pack=" + canary,
                "refs/heads/-u" + canary,
                "refs/heads/x\nrefs/heads/planted",
                "-u" + canary,
                "--upload-pack=" + canary,
                FENCES + "../../../../hooks/planted",
                FENCES + "../../../../../../../planted",
                FENCES + "--upload-pack=" + canary,
                FENCES + "a\nplanted",
                FENCES + "a planted",
                FENCES + "planted.lock",
                FENCES + ".planted",
                FENCES + "planted\u0007",
                FENCES + "planted~1",
                FENCES + "$(" + canary + ")planted..");
    }

    private static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList();
        }
    }
}
