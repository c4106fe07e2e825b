package io.patchline.executor.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** In Landlock, beside its supervisor. */
class SupervisedPrelaunchIT extends PrelaunchCases {
    @Override
    SandboxSettings settings(Path root) {
        return TestLimits.LANDLOCK;
    }

    @Override
    void damage(Path root) throws IOException {
        Files.move(supervisor(root), away(root));
    }

    @Override
    void mend(Path root) throws IOException {
        Files.move(away(root), supervisor(root));
    }

    @Override
    String complaint() {
        return "supervise.pl";
    }

    private static Path supervisor(Path root) throws IOException {
        try (var grounds = Files.newDirectoryStream(root.resolve("ground"), "executor-*")) {
            return grounds.iterator().next().resolve("supervise.pl");
        }
    }

    private static Path away(Path root) {
        return root.resolve("away");
    }
}
