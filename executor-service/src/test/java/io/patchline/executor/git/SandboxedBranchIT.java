package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.git.tree.TreeOwner;
import io.patchline.executor.output.Redaction;
import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.ConfinedRunner;
import io.patchline.executor.sandbox.CommandUser;
import io.patchline.executor.sandbox.Sandbox;
import io.patchline.executor.sandbox.SandboxSettings;
import io.patchline.executor.sandbox.SandboxState;
import io.patchline.outcome.RunReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** Commands of a git workspace in the real sandbox: where they find the tree, what of git they have, and what they do not see. */
class SandboxedBranchIT {

    @Test
    void commands_see_the_tree_at_one_path_with_its_history_and_nothing_of_the_executors() throws Exception {
        Path directory = Files.createTempDirectory("patchline git ");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        GitGround ground = new GitGround(directory);
        Path probe = Files.createDirectory(directory.resolve("probe"));
        CommandUser.adopt(probe);
        try (Sandbox sandbox =
                Sandbox.open(SandboxSettings.DEFAULTS, CommandLimits.DEFAULTS, probe, directory.resolve("ground"))) {
            SandboxState.Ready ready = (SandboxState.Ready) sandbox.state();
            try (ConfinedRunner runner = sandbox.runner(ready, Redaction.NONE)) {
                BranchWorkspace executor = ground.executor(
                        "e",
                        ground.settings(ReviewRule.parse("never"), Keep.IGNORED),
                        owner(CommandUser.nameFor(probe)),
                        runner);

                RunReport report = succeeded(
                        ground.carryOut(executor, command("p", """
                        set -e
                        test "$PWD" = /workspace && test "$HOME" = /workspace
                        test -z "$(git status --porcelain)"
                        git log --format=%s >/tmp/log; test "$(cat /tmp/log)" = 'by hand'
                        ! test -e DIRECTORY/site.git && ! test -e DIRECTORY/e/place-0/index
                        ! ( echo x >DIRECTORY/e/place-0/git/objects/x ) 2>/dev/null
                        echo changed >>a.txt; mkdir -p new; echo n >new/n; git add -A; git commit -qm mine
                        """.replace("DIRECTORY", "'" + directory + "'"))));

                assertThat(report.files())
                        .extracting(file -> file.path().value())
                        .containsExactly("a.txt", "new/n");
                succeeded(ground.carryOut(executor, command("q", "rm -rf ./* .git; mkdir -p d; chmod 000 d")));
                assertThat(ground.git("ls-tree", "-r", "main")).isEmpty();
                succeeded(ground.carryOut(executor, command("r", "echo r >r")));
                assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("4");
            }
        } finally {
            new Git(Path.of("/")).bash("rm -rf \"$1\"", directory.toString());
        }
    }

    private static TreeOwner owner(CommandUser user) {
        return user.equals(CommandUser.self()) ? TreeOwner.SELF : TreeOwner.other(user.uid(), user::own, user::ownAll);
    }
}
