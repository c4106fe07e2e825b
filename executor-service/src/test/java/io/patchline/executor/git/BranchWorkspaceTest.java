package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.patch;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One executor and one repository: what becomes of a patch. */
@Execution(ExecutionMode.CONCURRENT)
class BranchWorkspaceTest {
    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    @Test
    void what_actions_and_commands_change_is_one_commit_with_the_patchs_id_and_the_diff_is_gits() {
        RunReport report = succeeded(ground.carryOut(
                ground.executor("e"),
                patch(
                        "p 1",
                        CommitOptions.NONE,
                        new PatchAction.WriteFile(new FilePath("new.txt"), "new\n", Optional.empty()),
                        new PatchAction.RunCommand("echo three >>a.txt; chmod -x run.sh; rm src/b.txt"))));

        GitReport git = report.git().orElseThrow();
        assertThat(ground.git("rev-parse", "main"))
                .isEqualTo(git.commit().orElseThrow().value());
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("2");
        assertThat(git.base().map(CommitId::value)).contains(ground.git("rev-parse", "main^"));
        assertThat(git.changes()).isEqualTo(GitReport.Changes.FILES);
        assertThat(report.files())
                .extracting(file ->
                        file.path().value() + " " + file.kind() + " +" + file.addedLines() + " -" + file.removedLines())
                .containsExactly(
                        "a.txt CHANGED +1 -0", "new.txt CREATED +1 -0", "run.sh MODE +0 -0", "src/b.txt DELETED +0 -1");
        assertThat(report.files().getFirst().sha256Before()).isPresent();
        assertThat(report.diff().orElseThrow()).contains("+three", "old mode 100755", "new mode 100644");
        assertThat(ground.git("log", "-1", "--format=%an|%cn|%s|%(trailers:only)", "main"))
                .isEqualTo("alice|Patchline|Write new.txt; Run echo three >>a.txt; chmod -x run.sh; rm src/b.txt|"
                        + "Patchline-Id: p 1\nPatchline-Run: p 1/1\nPatchline-Source: alice\nPatchline-Lane: lane");
    }

    @Test
    void a_command_that_half_fails_after_a_hundred_files_leaves_no_trace() {
        BranchWorkspace executor = ground.executor("e");
        String before = ground.git("for-each-ref");

        Outcome outcome = ground.carryOut(
                executor,
                command(
                        "p",
                        "for i in $(seq 100); do echo x >f$i; done; chmod 600 a.txt; rm -rf src; mkdir -p empty/dir; mkfifo pipe; exit 3"));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(ground.git("for-each-ref")).isEqualTo(before);
        RunReport next = succeeded(
                ground.carryOut(
                        executor,
                        command(
                                "q",
                                "git status --porcelain >/tmp/git/s; cp /tmp/git/s s.txt; find . -path ./.git -prune -o -printf '%p %m\\n' | sort >>s.txt")));
        assertThat(next.files()).extracting(file -> file.path().value()).containsExactly("s.txt");
        assertThat(ground.git("show", "main:s.txt"))
                .contains("./a.txt 644", "./src/b.txt 644")
                .doesNotContain("f1 ", "empty", "pipe", "??", " M ");
    }

    @Test
    void a_run_that_changes_nothing_makes_no_commit_and_says_so() {
        RunReport report = succeeded(ground.carryOut(ground.executor("e"), command("p", "cat a.txt")));

        assertThat(report.git().orElseThrow().changes()).isEqualTo(GitReport.Changes.NONE);
        assertThat(report.git().orElseThrow().commit()).isEmpty();
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("1");
    }

    @Test
    void a_tree_that_was_deleted_with_its_git_comes_back_by_a_revert_byte_mode_and_link() {
        ground.person(
                "head -c 3000 /dev/urandom >bin; chmod +x bin; printf 'a\\r\\nb' >crlf; mkdir -p d/e; : >d/e/empty; ln -s ../nowhere d/dangling");
        String tree = ground.git("rev-parse", "main^{tree}");
        BranchWorkspace executor = ground.executor("e");

        RunReport gone = succeeded(ground.carryOut(executor, command("p", "rm -rf ./* .git .[a-z]*; exit 0")));
        assertThat(ground.git("ls-tree", "-r", "main")).isEmpty();
        assertThat(gone.files()).extracting(FileChange::kind).containsOnly(FileChange.Kind.DELETED);

        CommitId commit = gone.git().orElseThrow().commit().orElseThrow();
        RunReport back = succeeded(ground.carryOut(
                executor, patch("r", CommitOptions.NONE, new PatchAction.Revert(new PatchId("p"), commit))));
        assertThat(ground.git("rev-parse", "main^{tree}")).isEqualTo(tree);
        assertThat(back.git().orElseThrow().commit()).isPresent();
        assertThat(ground.git("log", "-1", "--format=%s", "main"))
                .isEqualTo("Revert \"Run rm -rf ./* .git .[a-z]*; exit 0\"");
    }

    @Test
    void commits_that_a_command_makes_are_folded_into_the_one() {
        succeeded(
                ground.carryOut(
                        ground.executor("e"),
                        command(
                                "p",
                                "echo x >x; git add x; git commit -qm mine; git log --oneline >log; test $(wc -l <log) = 2; echo y >y")));

        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("2");
        assertThat(ground.git("ls-tree", "--name-only", "main")).contains("x", "y");
    }

    @Test
    void a_repository_in_the_tree_is_refused_with_its_path_unless_it_is_ignored() {
        BranchWorkspace executor = ground.executor("e");

        Outcome refused = ground.carryOut(executor, command("p", "git init -q vendor/dep; git init -q src"));
        assertThat(refused).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PATH_REFUSED);
            assertThat(failed.problems())
                    .extracting(problem -> problem.detail())
                    .anyMatch(detail -> detail.contains("vendor/dep"))
                    .anyMatch(detail -> detail.contains("src"));
        });
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("1");

        succeeded(ground.carryOut(executor, command("q", "echo cache/ >.gitignore; git init -q cache/dep; echo z >z")));
        RunReport kept = succeeded(ground.carryOut(executor, command("r", "test -d cache/dep/.git")));
        assertThat(kept.git().orElseThrow().changes()).isEqualTo(GitReport.Changes.NONE);
    }

    @Test
    void names_that_cannot_be_told_are_refused_with_their_place() {
        for (String name :
                List.of("$'src/\\xff\\xfe'", "$'line\\nbreak'", ".GIT", "'src/.git '", "git~1", "$'.g\\u200cit'")) {
            Outcome outcome = ground.carryOut(ground.executor("e"), command("p", "mkdir -p src; echo x >" + name));
            assertThat(outcome)
                    .as(name)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.PATH_REFUSED));
        }
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("1");
    }

    @Test
    void a_file_that_could_not_be_checked_out_again_is_refused_and_the_workspace_stays_usable() {
        GitSettings small = ground.fetching((1 << 20) + 500);
        BranchWorkspace executor = ground.executor("e", small, GitGround::bash);

        Outcome outcome = ground.carryOut(executor, command("p", "head -c 1048577 /dev/zero >large"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PATH_REFUSED);
            assertThat(failed.summary()).contains("large is larger than fetch-limit allows (1048576 bytes)");
        });
        succeeded(ground.carryOut(executor, command("q", "head -c 1048576 /dev/zero >large")));
        succeeded(ground.carryOut(ground.executor("new", small, GitGround::bash), command("r", "echo x >x")));
    }

    @Test
    void attributes_of_the_tree_change_no_bytes_and_leave_every_tree_clean() {
        ground.person(
                "printf 'one\\r\\ntwo\\r\\n' >crlf.txt; printf '$Id: x $\\n' >id.txt; printf 'lf\\n' >lf.txt; touch -d yesterday *.txt;"
                        + " git add -A; git commit -qm before; printf '*.txt text\\nid.txt ident\\nlf.txt eol=crlf\\n' >.gitattributes");
        String before = ground.git("ls-tree", "main", "--", "crlf.txt", "id.txt", "lf.txt");
        assertThat(ground.git("show", "main:crlf.txt")).isEqualTo("one\r\ntwo");
        BranchWorkspace executor = ground.executor("e");

        for (String run : List.of("p", "q", "r")) {
            RunReport report = succeeded(ground.carryOut(
                    executor, command(run, "grep -q $'one\\r' crlf.txt && ! grep -q $'\\r' lf.txt && echo x >>x")));
            assertThat(report.files()).extracting(file -> file.path().value()).containsExactly("x");
        }

        assertThat(ground.git("ls-tree", "main", "--", "crlf.txt", "id.txt", "lf.txt"))
                .isEqualTo(before);
        succeeded(ground.carryOut(executor, command("s", "printf 'three\\r\\n' >>crlf.txt")));
        assertThat(ground.git("show", "main:crlf.txt")).isEqualTo("one\r\ntwo\r\nthree");
    }

    @Test
    void more_files_than_one_commit_may_have_are_refused_and_the_next_tree_is_clean() {
        BranchWorkspace executor = ground.executor("e");

        Outcome outcome = ground.carryOut(executor, command("p", "mkdir many; cd many; seq 100001 | xargs touch"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PATH_REFUSED);
            assertThat(failed.summary()).contains("more files than one commit may (100000)");
        });
        RunReport next = succeeded(ground.carryOut(executor, command("q", "echo x >x")));
        assertThat(next.files()).extracting(file -> file.path().value()).containsExactly("x");
    }

    @Test
    void a_run_taken_for_dead_and_its_replay_make_one_commit_and_a_replay_of_what_was_taken_back_another() {
        PatchMessage first = command("p", "echo x >>x");
        PatchMessage replay = GitGround.secondRun(first);
        Runnable[] meanwhile = {() -> succeeded(ground.carryOut(ground.executor("other"), replay))};
        BranchWorkspace zombie =
                ground.executor("zombie", ground.settings(ReviewRule.parse("never"), Keep.IGNORED), request -> {
                    ProcessResult result = GitGround.bash(request);
                    meanwhile[0].run();
                    return result;
                });

        RunReport told = succeeded(ground.carryOut(zombie, first));

        assertThat(told.git().orElseThrow().commit().map(CommitId::value)).contains(ground.git("rev-parse", "main"));
        assertThat(ground.git("show", "main:x")).isEqualTo("x");

        meanwhile[0] = () -> {};
        PatchMessage before = command("q", "echo y >y");
        succeeded(ground.carryOut(zombie, before));
        ground.person("git rm -q y");
        meanwhile[0] = () -> ground.person("echo other >other.txt");
        succeeded(ground.carryOut(zombie, GitGround.secondRun(before)));
        assertThat(ground.git("show", "main:y")).isEqualTo("y");
    }
}
