package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.delete;
import static io.patchline.executor.files.TestWorkspace.mode;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.diff.TestTree;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffWriterTest {
    @TempDir
    Path directory;

    @Test
    void the_diff_shown_is_the_one_that_git_would_write() throws IOException {
        TestWorkspace space = new TestWorkspace(directory);
        space.file("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14");
        space.file("gone", "x\n");
        space.file("run", "r\n");

        var applied = space.applied(
                write("a.txt", "1\n2\nthree\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n"),
                delete("gone"),
                mode("run", 0755),
                write("new \"x\"", "n"));

        assertThat(applied.diff()).contains("""
                        diff --git a/a.txt b/a.txt
                        --- a/a.txt
                        +++ b/a.txt
                        @@ -1,6 +1,6 @@
                         1
                         2
                        -3
                        +three
                         4
                         5
                         6
                        @@ -11,4 +11,4 @@
                         11
                         12
                         13
                        -14
                        \\ No newline at end of file
                        +14
                        diff --git a/gone b/gone
                        deleted file mode 100644
                        --- a/gone
                        +++ /dev/null
                        @@ -1,1 +0,0 @@
                        -x
                        diff --git "a/new \\"x\\"" "b/new \\"x\\""
                        new file mode 100644
                        --- /dev/null
                        +++ "b/new \\"x\\""
                        @@ -0,0 +1,1 @@
                        +n
                        \\ No newline at end of file
                        diff --git a/run b/run
                        old mode 100644
                        new mode 100755
                        """);
    }

    @Test
    void a_diff_over_the_limit_is_cut_at_a_line_and_says_what_is_missing() throws IOException {
        TestWorkspace space = new TestWorkspace(directory, new FileLimits(1000, 10_000, 120, 1_000_000));

        var applied = space.applied(write("a", "line\n".repeat(100)), write("b", "x\n"), write("c", "x\n"));

        assertThat(applied.diff().orElseThrow())
                .hasSizeLessThan(200)
                .endsWith("\n+line\n(cut here; 2 more files are different)\n");
        assertThat(applied.files()).hasSize(3);
    }

    /** The report must not lie: what it shows, applied by git to the tree before, gives the tree after. */
    @Test
    void what_is_shown_makes_the_same_tree_when_git_applies_it() throws Exception {
        long seed = Long.getLong("patchline.seed", 20261121);
        System.out.println("ShownDiffTest: -Dpatchline.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            TestWorkspace space = new TestWorkspace(directory.resolve("real" + i));
            Path copy = Files.createDirectories(directory.resolve("copy" + i));
            List<PatchAction> actions = new ArrayList<>();
            for (String name : List.of("a", "b/c", "d")) {
                String before = text(random);
                for (Path root : List.of(space.workspace, copy)) {
                    Path file = root.resolve(name);
                    Files.createDirectories(file.resolve("..").normalize());
                    Files.setPosixFilePermissions(
                            Files.writeString(file, before), PosixFilePermissions.fromString("rw-r--r--"));
                }
                actions.add(
                        random.nextInt(5) == 0
                                ? delete(name)
                                : write(name, changed(before, random), random.nextBoolean() ? 0644 : 0755));
            }
            String diff =
                    space.applied(actions.toArray(PatchAction[]::new)).diff().orElse("");

            int code = git(copy, diff);

            assertThat(diff.isEmpty() ? 0 : code)
                    .as("seed %d, case %d%n%s", seed, i, diff)
                    .isZero();
            assertThat(TestTree.read(copy))
                    .as("seed %d, case %d%n%s", seed, i, diff)
                    .isEqualTo(TestTree.read(space.workspace));
        }
    }

    private static int git(Path copy, String diff) throws Exception {
        Process process = new ProcessBuilder("git", "apply", "-")
                .directory(copy.toFile())
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(diff.getBytes(StandardCharsets.UTF_8));
        }
        return process.waitFor();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i >= 0; i--) {
            text.append("line ").append(random.nextInt(12)).append('\n');
        }
        return text.toString();
    }

    private static String changed(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(lines.size() + 1);
            if (random.nextBoolean() && at < lines.size()) {
                lines.remove(at);
            } else {
                lines.add(at, "new " + random.nextInt(5));
            }
        }
        return String.join("\n", lines) + (random.nextBoolean() ? "\n" : "");
    }
}
