package io.patchline.executor.git.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.patchline.executor.process.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Starts {@code du}, which adds up what files take on disk. */
public final class DuProgram {
    private static final String PROGRAM = "/usr/bin/du";
    private static final int MOST_OUTPUT = 1 << 16;

    private DuProgram() {}

    /**
     * The bytes on disk of all that is in the directory, on its file system; a file with several names counts once. What goes away meanwhile is left out. Empty if {@code du} says nothing.
     *
     * @throws io.patchline.executor.process.StepEndedException if the deadline passes first
     */
    public static OptionalLong bytes(Path directory, Deadline deadline) throws IOException, InterruptedException {
        List<String> line =
                List.of(PROGRAM, "--summarize", "--one-file-system", "--block-size=1", "--", directory.toString());
        GitResult result = new ChildProcess(line, Map.of("LC_ALL", "C"), directory)
                .run(new byte[0], Output.bytes(MOST_OUTPUT), deadline);
        String digits = new String(result.out(), US_ASCII).split("\t", 2)[0];
        return digits.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }
}
