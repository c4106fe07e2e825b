package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.patch;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.actions.RunWorkspace.EarlierAttempts;
import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.ProcessResult;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Base;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.ContentId;
import io.patchline.patch.FilePath;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several who move one branch, and executors that died: one commit for each run, and the truth told of it. */
class RacesTest {
    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    /** An executor whose commands do this before they end: between the tree and the push. */
    private BranchWorkspace paused(String name, Runnable meanwhile) {
        return ground.executor(name, ground.settings(ReviewRule.parse("never"), Keep.IGNORED), request -> {
            ProcessResult result = GitGround.bash(request);
            meanwhile.run();
            return result;
        });
    }

    @Test
    void two_executors_that_carry_one_patch_out_at_once_make_one_commit_and_tell_the_same() {
        PatchMessage patch = command("p", "echo x >x");
        Outcome[] other = new Outcome[1];
        BranchWorkspace zombie = paused("zombie", () -> other[0] = ground.carryOut(ground.executor("other"), patch));

        RunReport mine = succeeded(ground.carryOut(zombie, patch));

        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("2");
        assertThat(mine.git()).isEqualTo(succeeded(other[0]).git());
        assertThat(mine.files()).isEqualTo(other[0].report().files());
        assertThat(mine.git().orElseThrow().commit()).map(CommitId::value).contains(ground.git("rev-parse", "main"));
    }

    @Test
    void a_commit_is_moved_over_where_others_changed_other_places_and_its_command_runs_once() {
        AtomicInteger runs = new AtomicInteger();
        BranchWorkspace executor = paused("e", () -> {
            runs.incrementAndGet();
            ground.person("echo other >other.txt");
        });

        RunReport report = succeeded(ground.carryOut(executor, command("p", "echo x >x")));

        assertThat(runs).hasValue(1);
        assertThat(ground.git("ls-tree", "--name-only", "main")).contains("other.txt", "x");
        assertThat(report.files()).extracting(file -> file.path().value()).containsExactly("x");
        assertThat(ground.git("log", "-1", "--format=%an %(trailers:key=Patchline-Run,valueonly)", "main"))
                .isEqualTo("alice p/1");
    }

    @Test
    void where_others_changed_the_same_place_it_is_carried_out_anew_and_in_the_end_a_conflict() {
        AtomicInteger runs = new AtomicInteger();
        BranchWorkspace twice = paused("e", () -> {
            if (runs.incrementAndGet() == 1) {
                ground.person("echo person >a.txt");
            }
        });
        succeeded(ground.carryOut(twice, command("p", "echo patch >>a.txt")));
        assertThat(runs).hasValue(2);
        assertThat(ground.git("show", "main:a.txt")).isEqualTo("person\npatch");

        BranchWorkspace never = paused("f", () -> ground.person("echo person$RANDOM >a.txt"));
        Outcome conflict = ground.carryOut(never, command("q", "echo patch >a.txt"));
        assertThat(conflict).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(failed.problems())
                    .extracting(problem -> problem.detail())
                    .containsExactly("a.txt");
        });
    }

    @Test
    void what_an_executor_did_before_it_died_is_found_however_many_commits_followed() {
        PatchMessage patch = command("p", "echo x >x");
        RunReport first = succeeded(ground.carryOut(ground.executor("dead"), patch));
        ground.person("for i in $(seq 300); do git commit -q --allow-empty -m $i; done; echo y >y");

        Optional<Outcome> end = endOfEarlier(ground.executor("next"), patch, 1);

        assertThat(end.orElseThrow().report().git()).isEqualTo(first.git());
        assertThat(end.orElseThrow().report().files()).isEqualTo(first.files());
    }

    @Test
    void what_had_no_effect_is_carried_out_again_unless_it_acts_beyond_the_tree_or_kills_executors() {
        PatchMessage patch = command("p", "echo x >x");
        assertThat(endOfEarlier(ground.executor("e"), patch, 1)).isEmpty();
        assertThat(endOfEarlier(ground.executor("e"), patch, 3)).get().isInstanceOf(Outcome.Interrupted.class);

        assertThat(endOfEarlier(ground.executor("e"), networked("q", "curl"), 1))
                .get()
                .isInstanceOf(Outcome.Interrupted.class);
    }

    @Test
    void commands_that_act_beyond_the_tree_run_once_even_if_others_change_the_same_place_or_git_breaks() {
        AtomicInteger runs = new AtomicInteger();
        BranchWorkspace races = paused("e", () -> ground.person("echo person" + runs.incrementAndGet() + " >a.txt"));
        assertThat(ground.carryOut(races, networked("p", "echo patch >a.txt")))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(runs).hasValue(1);

        BranchWorkspace breaks = paused("f", () -> {
            runs.incrementAndGet();
            new Git(ground.directory).bash("rm -rf f/*/git/objects f/*/*/git/objects");
        });
        assertThat(ground.carryOut(breaks, networked("q", "echo q >q"))).isInstanceOf(Outcome.Interrupted.class);
        assertThat(runs).hasValue(2);
    }

    private static PatchMessage networked(String id, String script) {
        RunOptions network = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.of(true), RunOptions.OnFailure.ROLL_BACK);
        return patch(id, CommitOptions.NONE, network, new PatchAction.RunCommand(script));
    }

    @Test
    void a_message_cannot_pass_for_the_trailers_of_another_run() {
        CommitOptions forged =
                new CommitOptions(Optional.empty(), false, Optional.of("harmless\n\nPatchline-Run: victim/1"));
        succeeded(ground.carryOut(ground.executor("e"), patch("p", forged, new PatchAction.RunCommand("echo x >x"))));

        assertThat(endOfEarlier(ground.executor("e"), command("victim", "echo v >v"), 1))
                .isEmpty();
    }

    @Test
    void what_was_made_on_something_else_is_stale_and_does_not_run() {
        AtomicInteger runs = new AtomicInteger();
        BranchWorkspace executor = paused("e", runs::incrementAndGet);
        String commit = ground.git("rev-parse", "main");
        String blob = ground.git("rev-parse", "main:a.txt");
        ground.person("echo more >>a.txt");

        for (Base base : new Base[] {
            Base.of(new CommitId(commit)),
            Base.of(Map.of("a.txt", new ContentId(blob))),
            Base.of(Map.of("src/b.txt", ContentId.NO_FILE)),
            Base.of(new CommitId("0123456789012345678901234567890123456789"))
        }) {
            Outcome outcome = ground.carryOut(executor, made(base));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STALE));
        }
        assertThat(runs).hasValue(0);
        succeeded(ground.carryOut(
                executor,
                made(Base.of(Map.of("src/b.txt", new ContentId(ground.git("rev-parse", "main:src/b.txt")))))));
    }

    @Test
    void a_dry_run_runs_commands_too_and_changes_nothing() {
        RunOptions dry =
                new RunOptions(Duration.ofMinutes(1), 0, false, true, Optional.empty(), RunOptions.OnFailure.ROLL_BACK);
        PatchMessage patch = patch(
                "p",
                CommitOptions.NONE,
                dry,
                new PatchAction.WriteFile(new FilePath("w"), "w\n", Optional.empty()),
                new PatchAction.RunCommand("cat w >x"));

        RunReport report = succeeded(ground.carryOut(ground.executor("e"), patch));

        assertThat(report.files()).extracting(file -> file.path().value()).containsExactly("w", "x");
        assertThat(report.git().orElseThrow().commit()).isEmpty();
        assertThat(report.git().orElseThrow().changes()).isEqualTo(GitReport.Changes.FILES);
        assertThat(ground.git("rev-list", "--count", "main")).isEqualTo("1");
    }

    @Test
    void a_dry_run_never_has_the_network() {
        List<Boolean> network = new ArrayList<>();
        BranchWorkspace executor =
                ground.executor("e", ground.settings(ReviewRule.parse("never"), Keep.IGNORED), request -> {
                    network.add(request.network());
                    return GitGround.bash(request);
                });
        RunOptions wet = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.of(true), RunOptions.OnFailure.ROLL_BACK);

        for (RunOptions options : List.of(wet.dry(), wet)) {
            succeeded(ground.carryOut(
                    executor, patch("p", CommitOptions.NONE, options, new PatchAction.RunCommand("echo x >x"))));
        }

        assertThat(network).containsExactly(false, true);
    }

    @Test
    void a_push_that_the_repository_refuses_fails_with_what_it_says() {
        new Git(ground.bare)
                .bash(
                        "printf '#!/bin/sh\necho not today >&2; exit 1\n' >hooks/pre-receive; chmod +x hooks/pre-receive");

        Outcome outcome = ground.carryOut(ground.executor("e"), command("p", "echo x >x"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PUSH_REFUSED);
            assertThat(failed.summary()).contains("not today");
        });
    }

    @Test
    void a_revert_of_what_was_changed_again_is_a_conflict_with_its_hunks_and_several_are_all_or_nothing() {
        BranchWorkspace executor = ground.executor("e");
        CommitId one = commit(succeeded(ground.carryOut(executor, command("one", "echo 1 >one"))));
        CommitId two = commit(succeeded(ground.carryOut(executor, command("two", "echo patched >a.txt"))));
        CommitId three = commit(succeeded(ground.carryOut(executor, command("three", "echo again >a.txt"))));

        Outcome conflict =
                ground.carryOut(executor, patch("r", CommitOptions.NONE, revert("one", one), revert("two", two)));
        assertThat(conflict).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.REVERT_CONFLICT);
            assertThat(failed.problems().toString()).contains("a.txt", "<<<<<<<", "again");
        });
        assertThat(ground.git("rev-parse", "main")).isEqualTo(three.value());

        RunReport back = succeeded(ground.carryOut(
                executor,
                patch("s", CommitOptions.NONE, revert("three", three), revert("two", two), revert("one", one))));
        assertThat(back.git().orElseThrow().commits()).hasSize(3);
        assertThat(ground.git("rev-parse", "main^{tree}")).isEqualTo(ground.git("rev-parse", "main~6^{tree}"));
    }

    private static CommitId commit(RunReport report) {
        return report.git().orElseThrow().commit().orElseThrow();
    }

    private static PatchAction revert(String patch, CommitId commit) {
        return new PatchAction.Revert(new PatchId(patch), commit);
    }

    private static PatchMessage made(Base base) {
        return patch(
                "p",
                new CommitOptions(Optional.of(base), false, Optional.empty()),
                new PatchAction.RunCommand("echo x >x"));
    }

    private static Optional<Outcome> endOfEarlier(BranchWorkspace executor, PatchMessage patch, int deaths) {
        try {
            return executor.endOfEarlier(
                    new EarlierAttempts(patch, deaths, true, false, true, Path.of("/nowhere"), new Cancellation()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
