package io.patchline.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A bare repository, spoken to by git itself. */
record Repository(Path directory) {
    static Repository create(Path directory) {
        Repository made = new Repository(directory);
        made.run(
                Objects.requireNonNull(directory.getParent()),
                "git",
                "init",
                "--quiet",
                "--bare",
                "-b",
                "main",
                directory.toString());
        return made;
    }

    String url() {
        return directory.toString();
    }

    /** Settings of an executor whose workspace {@code site} is this repository's main, with a review of what is changed below {@code guarded}. */
    Map<String, String> site() {
        return Map.of(
                "PATCHLINE_GIT_SITE_URL", url(),
                "PATCHLINE_GIT_SITE_BRANCH", "main",
                "PATCHLINE_GIT_SITE_REVIEW", "guarded/**");
    }

    /** Puts files onto main. */
    void commit(Map<String, String> files) throws IOException {
        commit("main", files);
    }

    /** Puts files onto a branch. */
    void commit(String branch, Map<String, String> files) throws IOException {
        Path clone = Files.createTempDirectory("clone");
        try {
            run(clone, "git", "clone", "--quiet", url(), ".");
            if (branches().contains("refs/heads/" + branch)) {
                run(clone, "git", "checkout", "--quiet", "--detach", "origin/" + branch);
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = clone.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            run(clone, "git", "add", "--all");
            run(clone, "git", "-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "--quiet", "-m", "Begin");
            run(clone, "git", "push", "--quiet", "origin", "HEAD:refs/heads/" + branch);
        } finally {
            delete(clone);
        }
    }

    /** Merges a branch into main, as a person does by hand. */
    void merge(String branch) throws IOException {
        Path clone = Files.createTempDirectory("clone");
        try {
            run(clone, "git", "clone", "--quiet", url(), ".");
            run(clone, "git", "-c", "user.name=t", "-c", "user.email=t@localhost", "merge", "-q", "origin/" + branch);
            run(clone, "git", "push", "--quiet", "origin", "HEAD:main");
        } finally {
            delete(clone);
        }
    }

    String tip(String branch) {
        return git("rev-parse", branch).strip();
    }

    String log(String branch, int commits) {
        return git("log", "-" + commits, branch);
    }

    List<String> files(String branch) {
        return git("ls-tree", "-r", "--name-only", branch).lines().toList();
    }

    List<String> branches() {
        return git("branch", "--format=%(refname)").lines().toList();
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(directory, command.toArray(String[]::new));
    }

    private String run(Path where, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(where.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
