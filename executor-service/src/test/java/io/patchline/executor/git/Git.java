package io.patchline.executor.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Git as a person would call it, in one directory. */
record Git(Path directory) {
    private static final Map<String, String> PERSON = Map.of(
            "GIT_AUTHOR_NAME", "Jo",
            "GIT_AUTHOR_EMAIL", "jo@example.org",
            "GIT_COMMITTER_NAME", "Jo",
            "GIT_COMMITTER_EMAIL", "jo@example.org",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1");

    /** What it prints; fails the test where git fails. */
    String run(String... arguments) {
        return bash("exec git \"$@\"", arguments);
    }

    String bash(String script, String... arguments) {
        try {
            ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-euc", script, "bash")
                    .directory(directory.toFile())
                    .redirectErrorStream(true);
            builder.command().addAll(List.of(arguments));
            builder.environment().putAll(PERSON);
            Process process = builder.start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor())
                    .as("%s %s: %s", script, List.of(arguments), out)
                    .isZero();
            return out.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
