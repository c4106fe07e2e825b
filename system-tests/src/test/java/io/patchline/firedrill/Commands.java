package io.patchline.firedrill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Small programs of the machine. */
final class Commands {
    private Commands() {}

    /** The exit code, 127 where there is no such program. */
    static int run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return 127;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
