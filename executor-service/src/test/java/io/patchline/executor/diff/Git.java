package io.patchline.executor.diff;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs git and its like in a directory of the tests. */
final class Git {
    private Git() {}

    /** Whether {@code git apply --recount} takes the diff; if so, it has applied it. */
    static boolean apply(Path directory, String diff) throws IOException, InterruptedException {
        return run(directory, diff, "git", "apply", "--recount", "-") == 0;
    }

    static int run(Path directory, String input, String... command) throws IOException, InterruptedException {
        Process process = builder(directory, command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading all of its input: its exit code says why.
            return process.waitFor();
        }
        return process.waitFor();
    }

    /** What the command prints, whatever its exit code: that of diff is 1 where there are differences. */
    static String output(Path directory, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("patchline", ".out");
        try {
            Process process =
                    builder(directory, command).redirectOutput(output.toFile()).start();
            process.waitFor();
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }

    private static ProcessBuilder builder(Path directory, String... command) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.put("GIT_CEILING_DIRECTORIES", directory.resolve("..").toString());
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("LC_ALL", "C.UTF-8");
        return builder;
    }
}
