package io.patchline.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessCheckTest {
    private final List<String> heard = new ArrayList<>();
    private Optional<String> fault = Optional.empty();
    private int tries;
    private Path workspace = Path.of("/");
    private Path ledger = Path.of("/");
    private ReadinessCheck check;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        workspace = Files.createDirectory(directory.resolve("workspace"));
        ledger = Files.createDirectory(directory.resolve("ledger"));
        check = new ReadinessCheck(
                workspace, ledger, this::trySandbox, () -> heard.add("lost"), () -> heard.add("regained"));
    }

    @Test
    void as_long_as_nothing_is_missing_no_sandbox_is_tried() {
        check.look();
        check.look();

        assertThat(check.obstacle()).isEmpty();
        assertThat(tries).isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void a_workspace_or_ledger_that_is_gone_is_told_once_and_its_return_too() throws IOException {
        for (Path directory : List.of(workspace, ledger)) {
            heard.clear();
            Files.delete(directory);
            check.look();
            check.look();
            assertThat(check.obstacle().orElseThrow()).contains(directory + " is gone", "put it back");
            assertThat(heard).containsExactly("lost");

            Files.createDirectory(directory);
            check.look();
            assertThat(check.obstacle()).isEmpty();
            assertThat(heard).containsExactly("lost", "regained");
        }
    }

    @Test
    void a_command_that_could_not_be_started_has_the_sandbox_tried_until_it_works_again() {
        assertThat(check.couldRunCommandsSince(System.nanoTime()))
                .as("it was that command's fault")
                .isTrue();
        assertThat(heard).isEmpty();

        fault = Optional.of("no bwrap");
        long whileItWasGone = System.nanoTime();
        assertThat(check.couldRunCommandsSince(System.nanoTime())).isFalse();
        check.look();
        assertThat(check.obstacle()).contains("no bwrap");
        assertThat(heard).containsExactly("lost");

        fault = Optional.empty();
        check.look();
        assertThat(check.obstacle()).isEmpty();
        assertThat(heard).containsExactly("lost", "regained");
        assertThat(check.couldRunCommandsSince(whileItWasGone))
                .as("it was not that command's fault, though it works by now")
                .isFalse();
        assertThat(check.couldRunCommandsSince(System.nanoTime())).isTrue();
    }

    /** One command that locked it kept all executors of the workspace from taking anything, also after a restart. */
    @Test
    void a_workspace_that_its_owner_locked_is_opened() throws IOException {
        Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("r-xr-x---"));

        check.look();

        assertThat(check.obstacle()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(workspace)))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void a_workspace_that_comes_back_is_not_enough_where_the_sandbox_does_not_work_in_it() throws IOException {
        Files.delete(workspace);
        check.look();
        Files.createDirectory(workspace);
        fault = Optional.of("it belongs to root");

        check.look();

        assertThat(check.obstacle()).contains("it belongs to root");
        assertThat(heard).containsExactly("lost");
    }

    private Optional<String> trySandbox() {
        tries++;
        return fault;
    }
}
