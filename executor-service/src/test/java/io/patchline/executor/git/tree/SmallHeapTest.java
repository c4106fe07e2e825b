package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.directory.DirectoryTrees;
import io.patchline.executor.git.program.CallObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a patch makes large is read by a process whose heap it does not fit into. */
@Execution(ExecutionMode.CONCURRENT)
class SmallHeapTest {
    private Path git = Path.of("/");

    @BeforeEach
    void create(@TempDir Path directory) throws Exception {
        git = directory.resolve("git");
        new OwnRepository(git, new KnownCommits(), CallObserver.NONE).make("0".repeat(40));
    }

    private String bash(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-euc", script)
                .directory(git.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GIT_DIR", git.toString(),
                        "GIT_AUTHOR_NAME", "Jo",
                        "GIT_AUTHOR_EMAIL", "jo@example.org",
                        "GIT_COMMITTER_NAME", "Jo",
                        "GIT_COMMITTER_EMAIL", "jo@example.org"));
        return ended(builder);
    }

    private static String ended(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    /** What the reading tells, which has so many mebibytes for everything. */
    private String shown(int mebibytes, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx" + mebibytes + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        git.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.command().addAll(List.of(arguments));
        return ended(builder);
    }

    /** Run in a process of its own. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            Path git = Path.of(arguments[0]);
            OwnRepository repository = new OwnRepository(git, new KnownCommits(), CallObserver.NONE);
            Object shown = switch (arguments[1]) {
                case "same" -> new ChangeReading(repository).isSame(arguments[2], arguments[3]);
                case "hashes" -> BlobHashes.of(repository, List.of(arguments).subList(2, arguments.length));
                case "changes" -> shown(new ChangeReading(repository).found(arguments[2], arguments[3]));
                case "submodules" -> IndexFile.mayHaveSubmodules(git.resolve("index"), 20);
                default -> removed(Path.of(arguments[2]));
            };
            System.out.println(shown);
        }

        private static String shown(Changes changes) {
            return changes.files().size() + " " + changes.more() + " " + changes.whole();
        }

        private static boolean removed(Path directory) throws Exception {
            DirectoryTrees.remove(directory);
            return Files.notExists(directory);
        }
    }

    /** The same change twice, beside another file. */
    @Test
    void a_change_of_64_mebibytes_is_compared() throws Exception {
        String commits = bash("files=$(for i in 1 2 3 4; do"
                + " blob=$(head -c 12582912 /dev/urandom | base64 | git hash-object -w --stdin);"
                + " printf '100644 blob %s\\tf%s\\n' $blob $i; done); other=$(git hash-object -w --stdin </dev/null);"
                + " other=$(printf '100644 blob %s\\tother' $other); empty=$(git mktree </dev/null);"
                + " one=$(git commit-tree -m one $empty); two=$(git commit-tree -m two $(echo \"$other\" | git mktree));"
                + " git commit-tree -m a -p $one $(echo \"$files\" | git mktree);"
                + " git commit-tree -m b -p $two $(printf '%s\\n' \"$files\" \"$other\" | git mktree)");

        assertThat(shown(16, "same", commits.split("\n", -1)[0], commits.split("\n", -1)[1]))
                .isEqualTo("true");
    }

    @Test
    void a_change_that_cannot_be_read_is_not_known_to_be_another() throws Exception {
        ChangeReading changes = new ChangeReading(new OwnRepository(git, new KnownCommits(), CallObserver.NONE));

        assertThat(changes.isSame("1".repeat(40), "1".repeat(40))).isFalse();
    }

    @Test
    void contents_of_35_mebibytes_are_hashed() throws Exception {
        List<String> blobs =
                bash("for i in 1 2 3 4 5; do head -c 7340032 /dev/zero | tr '\\0' $i | git hash-object -w --stdin; done")
                        .lines()
                        .toList();

        String hashes = shown(32, "hashes", blobs.get(0), blobs.get(1), blobs.get(2), blobs.get(3), blobs.get(4));

        assertThat(hashes)
                .contains(blobs.get(4) + "="
                        + bash("head -c 7340032 /dev/zero | tr '\\0' 5 | sha256sum")
                                .substring(0, 64));
        assertThat(hashes.split(",", -1)).hasSize(5);
    }

    /** Beside their names, which are bounded, only what is told is held. */
    @Test
    void a_change_of_more_files_than_one_commit_may_have_is_counted_as_far_as_that() throws Exception {
        String commits = bash("blob=$(git hash-object -w --stdin </dev/null); pad=$(printf 'n%.0s' {1..60});"
                + " one=$(git commit-tree -m one $(git mktree </dev/null));"
                + " two=$(git commit-tree -m two -p $one"
                + " $(seq 130000 | sed \"s/.*/100644 blob $blob\\t$pad&/\" | git mktree)); echo $one $two");

        String counted = shown(40, "changes", commits.split(" ", -1)[0], commits.split(" ", -1)[1]);

        assertThat(counted).isEqualTo("1000 99001 false");
    }

    @Test
    void an_index_of_40_mebibytes_is_looked_through() throws Exception {
        bash(
                "blob=$(git hash-object -w --stdin </dev/null); pad=$(printf 'n%.0s' {1..64});"
                        + " seq 300000 | sed \"s/.*/100644 $blob 0\\t$pad&/\" | GIT_INDEX_FILE=index git update-index --index-info");
        assertThat(Files.size(git.resolve("index"))).isGreaterThan(40_000_000);

        assertThat(shown(24, "submodules")).isEqualTo("false");
    }

    @Test
    void thirty_thousand_directories_are_removed() throws Exception {
        bash("mkdir ../many; cd ../many; seq 30000 | xargs mkdir");

        assertThat(shown(4, "remove", git.resolveSibling("many").toString())).isEqualTo("true");
    }
}
