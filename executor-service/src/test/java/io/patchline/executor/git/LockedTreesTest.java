package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command takes from its own user, who is the executor's, the rights to what it leaves. Whoever found that waited for the state directory to be mended, and ran the command again each second. */
class LockedTreesTest {
    private GitGround ground;
    private Path runs;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        Path locked =
                Files.createFile(directory.resolve("locked"), PosixFilePermissions.asFileAttribute(java.util.Set.of()));
        assumeFalse(Files.isReadable(locked), "modes do not count for this process");
        ground = new GitGround(directory);
        runs = directory.resolve("runs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "111", "222", "444", "555", "666"})
    void a_tree_that_a_command_locked_is_opened_for_its_own_commit_and_for_the_next_run(String mode) {
        BranchWorkspace executor = ground.executor("e");

        succeeded(ground.carryOutInTime(executor, command("p", "echo x >x; chmod " + mode + " .")));
        assertThat(ground.commits("p")).isEqualTo(1);
        Outcome failed = ground.carryOutInTime(executor, command("q", "chmod " + mode + " . src; exit 1"));
        assertThat(failed).isInstanceOf(Outcome.Failed.class);
        succeeded(ground.carryOutInTime(executor, command("r", "echo y >src/y")));
        assertThat(ground.commits("r")).isEqualTo(1);
    }

    @Test
    void a_tree_that_was_locked_when_its_executor_died_is_opened() throws IOException {
        succeeded(ground.carryOutInTime(ground.executor("e"), command("p", "echo x >x")));
        Path tree = ground.directory.resolve("e/place-0/tree");
        Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("---------"));

        succeeded(ground.carryOutInTime(ground.executor("e"), command("q", "echo y >y")));

        assertThat(ground.commits("q")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"444", "666"})
    void a_file_in_a_directory_that_can_be_listed_and_not_passed_is_named_and_the_command_runs_once(String mode) {
        Outcome outcome = ground.carryOutInTime(
                ground.executor("e"),
                command("p", "echo run >>" + runs + "; mkdir d; echo x >d/f; chmod " + mode + " d"));

        assertThat(runs).hasContent("run");
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PATH_REFUSED);
            assertThat(failed.summary()).contains("d/f cannot be reached");
        });
    }
}
