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
    private static final long MOST_OUTPUT = 16L << 20;

    private FindProgram() {}

    /**
     * What {@code find} prints below the directory, ended by NUL each. It follows no links and stays on one file system. A directory that cannot be read is printed as {@code .}.
     */
    public static List<byte[]> find(Path directory, List<String> expression, Deadline deadline)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(PROGRAM, "-P", ".", "-xdev"));
        line.addAll(expression);
        GitResult result =
                new ChildProcess(line, Map.of("LC_ALL", "C"), directory).run(new byte[0], MOST_OUTPUT, deadline);
        return result.code() != 0 && result.out().length == 0 ? List.of(new byte[] {'.'}) : result.pieces();
    }
}
