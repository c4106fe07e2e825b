package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.patch;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.executor.git.remote.RepositoryUrl;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever a patch or a commit plants for git to run outside of the sandbox, a canary tells whether it ran. */
@Execution(ExecutionMode.CONCURRENT)
class PlantedProgramsTest {
    /** Everything in a git directory, and in a tree, by which git runs programs; {@code $CANARY} is the program. */
    private static final String PLANT = """
            set -e
            plant() {
              git -C "$1" config core.fsmonitor "$CANARY"; git -C "$1" config core.hooksPath "$HOOKS"; git -C "$1" config core.sshCommand "$CANARY"
              git -C "$1" config core.editor "$CANARY"; git -C "$1" config core.pager "$CANARY"; git -C "$1" config core.askPass "$CANARY"
              git -C "$1" config filter.evil.clean "$CANARY"; git -C "$1" config filter.evil.smudge "$CANARY"; git -C "$1" config filter.evil.process "$CANARY"
              git -C "$1" config filter.lfs.clean "$CANARY"; git -C "$1" config filter.lfs.smudge "$CANARY"; git -C "$1" config filter.lfs.process "$CANARY"
              git -C "$1" config diff.external "$CANARY"; git -C "$1" config diff.evil.command "$CANARY"; git -C "$1" config diff.evil.textconv "$CANARY"
              git -C "$1" config merge.evil.driver "$CANARY %A"; git -C "$1" config credential.helper "$CANARY"; git -C "$1" config gpg.program "$CANARY"
              git -C "$1" config alias.add "!$CANARY"; git -C "$1" config uploadpack.packObjectsHook "$CANARY"; git -C "$1" config commit.gpgSign true
              for h in pre-commit post-checkout post-index-change reference-transaction pre-push post-commit post-rewrite prepare-commit-msg fsmonitor-watchman; do
                mkdir -p "$1/.git/hooks"; cp "$CANARY" "$1/.git/hooks/$h"
              done
            }
            mkdir -p "$HOOKS"; for h in pre-commit post-checkout post-index-change reference-transaction pre-push post-commit; do cp "$CANARY" "$HOOKS/$h"; done
            printf '* filter=evil diff=evil merge=evil\\n*.bin filter=lfs -text\\n' >.gitattributes
            echo planted >>a.txt; echo x >y.bin
            """;

    private GitGround ground;
    private Path canary;
    private Path ran;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
        ran = directory.resolve("ran");
        canary = directory.resolve("canary");
        Files.writeString(canary, "#!/bin/sh\necho \"$0 $*\" >>" + ran + "\ncat\n");
        new Git(directory).bash("chmod +x canary");
    }

    @AfterEach
    void nothing_ran() {
        assertThat(ran).doesNotExist();
    }

    private String planting(String where) {
        return "CANARY=" + canary + "; HOOKS=" + ground.directory.resolve("hooks") + "\n" + PLANT + where;
    }

    @Test
    void what_is_planted_in_the_trees_own_git_and_attributes_does_not_run() {
        BranchWorkspace executor = ground.executor("e");

        RunReport planted = succeeded(ground.carryOut(executor, command("p", planting("plant ."))));
        succeeded(ground.carryOut(executor, command("q", "echo more >>a.txt; echo z >z.bin")));
        ground.person("echo person >>src/b.txt");
        CommitId commit = planted.git().orElseThrow().commit().orElseThrow();
        Outcome revert = ground.carryOut(
                executor, patch("r", CommitOptions.NONE, new PatchAction.Revert(new PatchId("p"), commit)));

        assertThat(revert.status()).isIn("succeeded", "failed");
    }

    @Test
    void what_is_planted_in_repositories_in_the_tree_does_not_run() {
        BranchWorkspace executor = ground.executor("e");
        String nested =
                "git init -q vendor; git -C vendor commit -q --allow-empty -m x; cp .gitattributes vendor/; echo v >vendor/v; plant vendor; git init -q src; plant src";

        assertThat(ground.carryOut(executor, command("p", planting(nested)))).isInstanceOf(Outcome.Failed.class);
        succeeded(ground.carryOut(executor, command("q", "echo more >>a.txt")));
    }

    @Test
    void a_submodule_of_the_branch_is_neither_updated_nor_asked() {
        ground.person(
                "git init -q /tmp/sub$$ ; git -C /tmp/sub$$ commit -q --allow-empty -m s; git -c protocol.file.allow=always submodule --quiet add /tmp/sub$$ sub; rm -rf /tmp/sub$$");
        BranchWorkspace executor = ground.executor("e");

        RunReport plain =
                succeeded(ground.carryOut(executor, command("p", "test -d sub; test -z \"$(ls -A sub)\"; echo x >x")));
        assertThat(plain.files()).extracting(file -> file.path().value()).containsExactly("x");
        String nested =
                "git init -q sub; git -C sub commit -q --allow-empty -m x; cp .gitattributes sub/; echo v >sub/v; plant sub";
        assertThat(ground.carryOut(executor, command("q", planting(nested)))).isInstanceOf(Outcome.Failed.class);
        succeeded(ground.carryOut(executor, command("r", "echo y >y")));
        assertThat(ground.git("ls-tree", "main", "sub")).startsWith("160000 commit");
    }

    @Test
    void a_command_that_puts_a_link_in_the_place_of_a_directory_reaches_nothing_outside() throws IOException {
        Path outside = Files.createDirectory(ground.directory.resolve("outside"));
        Files.writeString(outside.resolve("b.txt"), "precious\n");
        BranchWorkspace executor = ground.executor("e");

        succeeded(ground.carryOut(
                executor,
                command("p", "rm -rf src; ln -s " + outside + " src; rm -rf .git; ln -s " + outside + " .git")));
        succeeded(ground.carryOut(executor, command("q", "rm src; mkdir src; echo back >src/b.txt")));
        ground.carryOut(executor, command("r", "rm -rf src; ln -s " + outside + " src; exit 1"));
        succeeded(ground.carryOut(executor, command("s", "cat src/b.txt; echo s >>src/b.txt")));

        assertThat(outside.resolve("b.txt")).hasContent("precious");
        assertThat(outside).isDirectoryContaining(path -> path.endsWith("b.txt"));
        assertThat(outside.toFile().list()).hasSize(1);
        assertThat(ground.git("show", "main:src/b.txt")).isEqualTo("back\ns");
    }

    @Test
    void addresses_that_run_programs_or_hold_passwords_are_refused() {
        for (String url : List.of(
                "ext::sh -c touch",
                "fd::3",
                "https://u:secret@h/r.git",
                "-oProxyCommand=x",
                "ssh://-oProxyCommand=x/r",
                "git://h/r",
                "http://h/r.git",
                "relative/path",
                "file://host/x",
                "h:-x",
                "--upload-pack=x",
                "https://h/\nr",
                "")) {
            assertThatThrownBy(() -> RepositoryUrl.parse(url))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
        for (String url : List.of(
                "ssh://git@h:22/r.git",
                "https://h/r.git",
                "git@h:team/r.git",
                "/srv/r.git",
                "file:///srv/r.git",
                "http://127.0.0.1:8080/r")) {
            assertThat(RepositoryUrl.parse(url).value()).isEqualTo(url);
        }
    }
}
