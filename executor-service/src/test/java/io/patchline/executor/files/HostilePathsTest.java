package io.patchline.executor.files;

import static io.patchline.executor.files.TestWorkspace.delete;
import static io.patchline.executor.files.TestWorkspace.diff;
import static io.patchline.executor.files.TestWorkspace.mode;
import static io.patchline.executor.files.TestWorkspace.replace;
import static io.patchline.executor.files.TestWorkspace.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 33 to 35, 37 and 38 of the hostile cases: paths and links that lead where no patch may. */
class HostilePathsTest {
    @TempDir
    Path directory;

    private TestWorkspace space;
    private Path outside;

    @BeforeEach
    void open() throws IOException {
        space = new TestWorkspace(directory);
        outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "precious\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../../x",
                "/etc/x",
                ".git/config",
                ".GIT/config",
                "a/.git/hooks/x",
                "a/.Git",
                "x\0y",
                "",
                ".",
                "a/"
            })
    void a_path_that_leads_out_or_into_git_is_no_path_at_all(String path) {
        assertThatThrownBy(() -> new FilePath(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dots_and_double_slashes_within_the_workspace_are_harmless() throws IOException {
        space.applied(write("a/./b//c", "x"));

        assertThat(space.snapshot()).containsKey("a/b/c");
    }

    @Test
    @Timeout(20)
    void nothing_is_written_read_or_deleted_over_or_through_anything_but_files_and_directories() throws Exception {
        Files.createSymbolicLink(space.workspace.resolve("dir"), outside);
        Files.createSymbolicLink(space.workspace.resolve("link"), outside.resolve("precious"));
        Files.createSymbolicLink(space.workspace.resolve("dangling"), outside.resolve("nothing"));
        Files.createDirectories(space.workspace.resolve("directory"));
        assertThat(makeFifo("fifo")).exists();
        Map<String, String> before = Snapshot.of(directory);

        for (String path :
                List.of("dir/precious", "dir/new", "dir/a/b/new", "link", "dangling", "fifo", "fifo/x", "directory")) {
            for (PatchAction action :
                    List.of(write(path, "evil"), delete(path), mode(path, 0777), replace(path, "precious", "evil"))) {
                assertThat(space.rejected(action).code()).as(action.toString()).isEqualTo(ErrorCode.PATH_REFUSED);
            }
        }

        assertThat(Snapshot.of(directory)).isEqualTo(before);
    }

    /** Defect 5: the walk hung in openat until kill -9, with the lock of the workspace. */
    @ParameterizedTest
    @ValueSource(strings = {"w/d", "w/d/f"})
    @Timeout(30)
    void a_name_that_is_exchanged_for_a_fifo_and_back_never_makes_us_wait(String flipped) throws Exception {
        space.file("w/d/f", "one\n");
        Path name = space.workspace.resolve(flipped);
        Path fifo = makeFifo("w/fifo");
        Path aside = space.workspace.resolve("w/aside");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger exchanges = new AtomicInteger();
        Thread attacker = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                exchange(name, fifo, aside);
                exchanges.incrementAndGet();
            }
        });

        Map<String, Integer> results = new TreeMap<>();
        for (long end = System.nanoTime() + 3_000_000_000L; System.nanoTime() < end; ) {
            results.merge(
                    String.valueOf(space.dryRun(replace("w/d/f", "one", "two"))).substring(0, 8), 1, Integer::sum);
        }
        stop.set(true);
        attacker.join();

        System.out.println("HostilePathsTest: " + flipped + " " + exchanges + " exchanges, " + results);
        assertThat(exchanges.get()).isGreaterThan(100);
        assertThat(results).hasSize(2);
    }

    /** fcntl(2): who opens a file with a lease on it waits for its holder, 45 s by default. */
    @Test
    @Timeout(20)
    void a_file_with_a_lease_on_it_is_refused_and_not_waited_for() throws Exception {
        Path file = space.file("leased", "one\n");
        Process holder = new ProcessBuilder(
                        "perl",
                        "-e",
                        "$SIG{IO} = 'IGNORE'; open F, '+<', $ARGV[0]; fcntl(F, 1024, 1) or die $!; $| = 1; print \"held\\n\"; sleep 60",
                        file.toString())
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");

            assertThat(space.rejected(replace("leased", "one", "two")).code()).isEqualTo(ErrorCode.FILE_REFUSED);
        } finally {
            holder.destroyForcibly();
        }
    }

    private Path makeFifo(String path) throws Exception {
        Path fifo = space.workspace.resolve(path);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    private static void exchange(Path name, Path fifo, Path aside) {
        try {
            Files.move(name, aside, StandardCopyOption.ATOMIC_MOVE);
            Files.move(fifo, name, StandardCopyOption.ATOMIC_MOVE);
            Files.move(name, fifo, StandardCopyOption.ATOMIC_MOVE);
            Files.move(aside, name, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_diff_that_makes_a_link_and_writes_through_it_is_refused_as_a_whole() throws IOException {
        Map<String, String> before = Snapshot.of(directory);

        var rejected = space.rejected(diff("""
                diff --git a/link b/link
                new file mode 120000
                --- /dev/null
                +++ b/link
                @@ -0,0 +1 @@
                +../outside
                \\ No newline at end of file
                diff --git a/link/evil b/link/evil
                new file mode 100644
                --- /dev/null
                +++ b/link/evil
                @@ -0,0 +1 @@
                +evil
                """));

        assertThat(rejected.code()).isEqualTo(ErrorCode.PATH_REFUSED);
        assertThat(Snapshot.of(directory)).isEqualTo(before);
    }

    @Test
    void a_hard_link_is_cut_and_the_other_name_keeps_its_contents() throws IOException {
        Files.createLink(space.workspace.resolve("f"), outside.resolve("precious"));

        space.applied(replace("f", "precious", "mine"), mode("f", 0600));

        assertThat(space.workspace.resolve("f")).hasContent("mine\n");
        assertThat(Snapshot.of(outside)).isEqualTo(Map.of("precious", "file rw-r--r-- precious\n"));
    }

    @Test
    void the_second_file_of_a_patch_fails_while_it_is_written_and_the_tree_is_as_before() throws IOException {
        space.file("a", "old");
        Map<String, String> before = space.snapshot();
        FileActions hindered = new FileActions(FileLimits.DEFAULT, step -> {
            if (step.startsWith("move ") && step.endsWith(" to d/b")) {
                remove("d");
            }
        });

        var result = hindered.apply(new FileRequest(
                space.workspace,
                List.of(write("a", "new"), write("d/b", "new")),
                i -> "/actions/" + i,
                false,
                space.journal));

        assertThat(result)
                .isInstanceOfSatisfying(
                        FileResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.FILE_REFUSED));
        assertThat(space.snapshot()).isEqualTo(before);
        assertThat(space.journal).doesNotExist();
    }

    @Test
    void case_37_what_is_planted_for_git_to_run_is_not_run_by_any_file_action() throws IOException {
        Path marker = outside.resolve("ran");
        String program = "touch " + marker;
        space.file(
                ".git/config",
                "[core]\n fsmonitor = " + program + "\n hooksPath = hooks\n[filter \"f\"]\n clean = " + program
                        + "\n smudge = " + program + "\n[diff \"d\"]\n textconv = " + program + "\n");
        space.file(".git/HEAD", "ref: refs/heads/main\n");
        space.file(".gitattributes", "* filter=f diff=d\n");
        space.file("hooks/post-checkout", "#!/bin/sh\n" + program + "\n")
                .toFile()
                .setExecutable(true);
        space.file("a", "one\n");

        space.applied(
                diff("--- a/a\n+++ b/a\n@@ -1 +1 @@\n-one\n+two\n"),
                replace("a", "two", "three"),
                write("b", "b\n"),
                mode("a", 0755),
                delete("b"));

        assertThat(space.workspace.resolve("a")).hasContent("three");
        assertThat(marker).doesNotExist();
    }

    private void remove(String name) {
        try {
            Files.delete(space.workspace.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
