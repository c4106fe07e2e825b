package io.patchline.system;

import java.io.IOException;
import java.nio.file.Path;

/** Directories of drills and benchmarks. */
public final class Directories {
    private Directories() {}

    /** Deletes it with everything in it, however deep: a hostile patch makes paths that Java cannot name. */
    public static void delete(Path directory) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("rm", "-r", "--", directory.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("rm -r " + directory + " ended with " + exit);
        }
    }
}
