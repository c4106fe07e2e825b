package io.patchline.executor.git.program;

import io.patchline.executor.process.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts {@code find}, which tells kinds of files from what directories say, without asking for each file. */
public final class FindProgram {
    private static final String PROGRAM = "/usr/bin/find";

    private FindProgram() {}

    /**
     * Hands on what {@code find} prints below the directory. It follows no links and stays on one file system.
     *
     * @return without output; {@linkplain GitResult#cut cut} if not all was read: then nothing is known of the rest
     */
    public static GitResult find(Path directory, List<String> expression, Output output, Deadline deadline)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(PROGRAM, "-P", ".", "-xdev"));
        line.addAll(expression);
        return new ChildProcess(line, Map.of("LC_ALL", "C"), directory).run(new byte[0], output, deadline);
    }
}
