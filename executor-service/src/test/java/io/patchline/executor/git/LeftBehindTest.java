package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.ProcessResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an executor that was killed in the middle of a call of git leaves in its places. */
@Execution(ExecutionMode.CONCURRENT)
class LeftBehindTest {
    private GitGround ground;
    private Path place;
    private int runs;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
        succeeded(ground.carryOut(ground.executor("e"), command("first", "echo x >x")));
        place = directory.resolve("e/place-0");
    }

    private void nextRunSucceedsAfter(String damage) {
        new Git(place).bash(damage);
        String id = "after-" + ++runs;

        succeeded(ground.carryOut(ground.executor("e"), command(id, "echo " + id + " >>x")));

        assertThat(ground.commits(id)).isEqualTo(1);
    }

    @Test
    void a_git_that_goes_on_in_a_place_is_ended_before_another_run_begins_there() throws Exception {
        ProcessBuilder git = new ProcessBuilder("/bin/sleep", "60");
        git.environment().put("GIT_DIR", place.toRealPath().resolve("git").toString());
        Process orphan = git.start();
        git.environment()
                .put(
                        "GIT_DIR",
                        place.toRealPath().resolve("git").resolveSibling("git2").toString());
        Process other = git.start();

        succeeded(ground.carryOut(ground.executor("e"), command("next", "echo y >y")));

        assertThat(orphan.waitFor(1, SECONDS)).isTrue();
        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly();
    }

    @Test
    void lock_files_stop_nobody() {
        nextRunSucceedsAfter("touch index.lock index.run.lock git/config.lock git/packed-refs.lock git/HEAD.lock "
                + "git/refs/patchline/tip.lock git/refs/patchline/branch/fence.lock");
    }

    @Test
    void what_is_half_written_is_made_anew() {
        nextRunSucceedsAfter(": >git/refs/patchline/tip");
        nextRunSucceedsAfter("rm -rf git; mkdir git.new; touch git.new/HEAD");
        nextRunSucceedsAfter("echo rubbish >git/packed-refs");
        nextRunSucceedsAfter("echo rubbish >index");
    }

    /** The files behind the link are the same ones, and the link is where git looks for nothing. */
    @Test
    void a_directory_that_was_moved_behind_an_ignored_link_comes_back() {
        ground.person("mkdir cache; echo c >cache/c; printf 'cache\nelsewhere\n' >.gitignore; git add -f cache/c");
        succeeded(ground.carryOut(ground.executor("e"), command("there", "test -e cache/c; echo 1 >>x")));

        ground.carryOut(
                ground.executor("e"),
                command("moved", "mkdir elsewhere; mv cache elsewhere/; ln -s elsewhere/cache cache; exit 1"));
        succeeded(ground.carryOut(ground.executor("e"), command("back", "test ! -L cache && echo 2 >>x")));

        assertThat(ground.git("show", "main:cache/c")).isEqualTo("c");
    }

    /** Git compares the seconds of times: what was written in the second of the checkout has the checkout's, and a size alone may not tell it. */
    @Test
    void what_was_written_in_the_second_of_the_checkout_is_not_lost_if_the_run_goes_on_in_the_next() {
        ground.person("echo 0 >counter; touch gone-1 gone-2 gone-3 gone-4");
        for (int round = 1; round < 5; round++) {
            String next = Integer.toString(round);
            BranchWorkspace executor = ground.executor("new-" + next, this::untilTheNextSecond, CallObserver.NONE);

            succeeded(
                    ground.carryOut(executor, command("round-" + next, "echo " + next + " >counter; rm gone-" + next)));

            assertThat(ground.git("show", "main:counter")).isEqualTo(next);
        }
    }

    private ProcessResult untilTheNextSecond(CommandRequest request) {
        ProcessResult result = GitGround.bash(request);
        long second = Instant.now().getEpochSecond();
        while (Instant.now().getEpochSecond() == second) {
            Thread.onSpinWait();
        }
        return result;
    }
}
