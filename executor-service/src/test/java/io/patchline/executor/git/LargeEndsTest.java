package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.git.program.SizeLimits;
import io.patchline.executor.process.Cancellation;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too large, in a commit, a fetch or a checkout, ends with what it was before it fills the disk. */
class LargeEndsTest {
    private static final long MIB = 1 << 20;

    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    private GitSettings with(SizeLimits sizes) {
        return ground.with(sizes, Duration.ofMinutes(1));
    }

    @Test
    void files_that_are_too_large_together_are_refused_before_git_stores_any() {
        AtomicInteger stored = new AtomicInteger();
        BranchWorkspace executor = ground.executor(
                "e",
                with(new SizeLimits(8 * MIB, 2 * MIB, 1L << 30)),
                GitGround::bash,
                SlowEndsTest.counting("update-index", stored));

        Outcome outcome =
                ground.carryOut(executor, command("p", "for i in 1 2 3; do head -c 1000000 /dev/zero >f$i; done"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.FILE_REFUSED);
            assertThat(failed.summary())
                    .contains("3 files", "3000000 bytes together, more than commit-limit allows (2097152)");
        });
        assertThat(stored).hasValue(0);
        succeeded(ground.carryOut(executor, command("q", "head -c 1000000 /dev/zero >f")));
    }

    /** Of few objects, git made a file each, and each could be as large as a fetch may be. */
    @Test
    void a_fetch_of_few_objects_is_bounded_as_a_whole() {
        ground.person("for i in 1 2 3 4; do head -c 700000 /dev/urandom >f$i; done");
        BranchWorkspace executor = ground.executor("e", with(new SizeLimits(MIB, MIB, 1L << 30)), GitGround::bash);
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> ground.carryOut(executor, command("p", "echo x >x"), cancellation));

        await().atMost(Duration.ofMinutes(1))
                .until(() -> outcome.isDone() || executor.watch().trouble().isPresent());

        assertThat(outcome).isNotDone();
        assertThat(executor.watch().trouble().orElseThrow()).contains("cannot be used");
        cancellation.request(Cancellation.Reason.REQUESTED);
        assertThat(outcome.orTimeout(1, TimeUnit.MINUTES).join()).isInstanceOf(Outcome.Cancelled.class);
    }

    /** One mebibyte of one line under 2,000 names: a pack of some kilobytes. Of zeros, git makes files that take nothing on disk. */
    @Test
    void a_small_pack_that_checks_out_huge_is_ended_early_and_told() {
        Git bare = new Git(ground.bare);
        String before = ground.git("rev-parse", "main");
        bare.bash("blob=$( (yes || :) | head -c 1048576 | git hash-object -w --stdin);"
                + " tree=$(seq 2000 | sed \"s/.*/100644 blob $blob\\tf&/\" | git mktree);"
                + " git update-ref refs/heads/main $(git commit-tree -p main -m bomb $tree)");
        GitSettings bounded = with(new SizeLimits(MIB, MIB, 32 * MIB));

        Outcome outcome = ground.carryOut(ground.executor("e", bounded, GitGround::bash), command("p", "echo x >x"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.FILE_REFUSED);
            assertThat(failed.summary()).contains("more than checkout-limit allows (33554432 bytes)");
        });
        assertThat(ground.directory.resolve("e/place-0/tree")).doesNotExist();
        ground.git("update-ref", "refs/heads/main", before);
        succeeded(ground.carryOut(ground.executor("e", bounded, GitGround::bash), command("q", "echo x >x")));
    }

    /** Git holds each line of it apart: sixty bytes of a patch took all memory that there was. */
    @Test
    void what_git_needs_too_much_memory_to_look_at_is_refused_and_the_command_runs_once() {
        Path runs = ground.directory.resolve("runs");
        BranchWorkspace executor = ground.executor("e");

        Outcome outcome = ground.carryOut(
                executor, command("p", "echo run >>" + runs + "; (yes || :) | head -c 60000000 >.gitignore"));

        assertThat(runs).hasContent("run");
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.FILE_REFUSED);
            assertThat(failed.summary()).contains("git needs more memory");
        });
        succeeded(ground.carryOut(executor, command("q", "echo x >x")));
    }

    /** Sixty-four mebibytes of zeros: a pack of 64 kilobytes. */
    @Test
    void a_small_pack_with_a_file_that_is_too_large_is_told_at_once() {
        ground.person("head -c 67108864 /dev/zero >large");
        AtomicInteger checkouts = new AtomicInteger();
        BranchWorkspace executor = ground.executor(
                "e",
                with(new SizeLimits(MIB, MIB, 1L << 30)),
                GitGround::bash,
                SlowEndsTest.counting("read-tree", checkouts));

        Outcome outcome = ground.carryOut(executor, command("p", "echo x >x"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.FILE_REFUSED);
            assertThat(failed.summary()).contains("larger than fetch-limit allows (1048576 bytes)");
        });
        assertThat(checkouts).hasValue(1);
    }
}
