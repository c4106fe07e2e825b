package io.patchline.executor.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** In bubblewrap. */
class PrelaunchIT extends PrelaunchCases {
    @Override
    SandboxSettings settings(Path root) throws IOException {
        Path bwrap = Files.writeString(root.resolve("bwrap"), """
                #!/bin/sh
                if [ -e %s ]; then echo 'bwrap: no luck' >&2; exit 1; fi
                exec /usr/bin/bwrap "$@"
                """.formatted(damaged(root)));
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new SandboxSettings(Optional.of(TierName.BUBBLEWRAP), true, List.of(), bwrap, List.of(), List.of());
    }

    @Override
    void damage(Path root) throws IOException {
        Files.createFile(damaged(root));
    }

    @Override
    void mend(Path root) throws IOException {
        Files.delete(damaged(root));
    }

    @Override
    String complaint() {
        return "no luck";
    }

    private static Path damaged(Path root) {
        return root.resolve("damaged");
    }
}
