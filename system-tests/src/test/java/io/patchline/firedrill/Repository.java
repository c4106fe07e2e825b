package io.patchline.firedrill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.repository.SmartHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bare repository with a branch {@code main}, over HTTP: all that the executors of a drill with {@code --repository} share. */
final class Repository implements AutoCloseable {
    private static final Map<String, String> PERSON = Map.of(
            "GIT_AUTHOR_NAME", "drill",
            "GIT_AUTHOR_EMAIL", "drill@example.org",
            "GIT_COMMITTER_NAME", "drill",
            "GIT_COMMITTER_EMAIL", "drill@example.org");

    private final Path bare;
    private final SmartHttpServer server;

    private Repository(Path bare) {
        this.bare = bare;
        try {
            this.server = new SmartHttpServer(bare.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes one with a first commit. */
    static Repository in(Path directory) {
        Path bare = directory.resolve("site.git");
        git("init", "--quiet", "--bare", "--initial-branch=main", bare.toString());
        String tree = git("-C", bare.toString(), "hash-object", "-t", "tree", "-w", "/dev/null");
        String commit = git("-C", bare.toString(), "commit-tree", tree, "-m", "the first");
        git("-C", bare.toString(), "update-ref", "refs/heads/main", commit);
        return new Repository(bare);
    }

    /** A network of an executor's own that leads to it. */
    TcpProxy network() {
        return new TcpProxy(server::port);
    }

    /** Its address behind that network. */
    String url(TcpProxy network) {
        return "http://127.0.0.1:%d/%s".formatted(network.port(), bare.getFileName());
    }

    @Override
    public void close() {
        server.close();
    }

    /** It is not where it was, until it is {@linkplain #comeBack back}. What has it open goes on. */
    void goAway() {
        move(bare, elsewhere());
    }

    void comeBack() {
        move(elsewhere(), bare);
    }

    /** What is on the branch, as files. */
    Path checkout(Path into) {
        git("clone", "--quiet", bare.toString(), into.toString());
        return into;
    }

    /** The ids of patches, by the trailers of the branch's commits, the oldest first. */
    List<String> commits() {
        String lines = git(
                "-C",
                bare.toString(),
                "log",
                "--reverse",
                "--format=%(trailers:key=Patchline-Id,valueonly,separator=)",
                "main");
        return lines.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** What {@code git fsck} says of it. */
    List<String> faults() {
        return git("-C", bare.toString(), "fsck", "--full", "--no-dangling")
                .lines()
                .toList();
    }

    private Path elsewhere() {
        return bare.resolveSibling("away.git");
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String git(String... arguments) {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().putAll(new HashMap<>(PERSON));
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(line + ": " + out);
            }
            return out.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
