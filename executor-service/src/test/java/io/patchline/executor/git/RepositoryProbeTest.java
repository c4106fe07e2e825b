package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.git.remote.RepositoryProbing;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.repository.SmartHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository in which no patch can take effect: it is told at the start, no run waits for that, and it is seen when somebody mends it. */
class RepositoryProbeTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String FENCE = "refs/patchline/branch/main/fence";
    private static final String WITHOUT = "set patchline.git.site.fence=false (docs/git.md says what that costs)";

    private GitGround ground;
    private Optional<RepositoryProbing> probing = Optional.empty();

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    @AfterEach
    void close() {
        probing.ifPresent(RepositoryProbing::close);
    }

    private BranchWorkspace started(BranchWorkspace executor) {
        probing = Optional.of(executor.probing());
        return executor;
    }

    private static String told(BranchWorkspace executor) {
        return await().atMost(SOON)
                .until(() -> executor.watch().trouble(), Optional::isPresent)
                .orElseThrow();
    }

    private void isOver(BranchWorkspace executor) {
        await().atMost(SOON).until(() -> executor.watch().trouble().isEmpty());
        succeeded(ground.carryOut(executor, command("p", "echo x >x")));
        assertThat(ground.commits("p")).isEqualTo(1);
        assertThat(executor.watch().trouble()).isEmpty();
    }

    private void isRefused(BranchWorkspace executor, String patch) {
        Path ran = ground.directory.resolve("ran-" + patch);
        assertThat(ground.carryOut(executor, command(patch, "echo x >" + ran + "; echo x >x")))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.PUSH_REFUSED));
        assertThat(ran).exists();
        assertThat(ground.commits(patch)).isZero();
    }

    @Test
    void a_repository_that_is_as_it_should_be_has_its_fence_before_the_first_run_and_it_is_moved_by_no_look() {
        BranchWorkspace first = started(ground.executor("e"));
        await().atMost(SOON).until(() -> !ground.git("for-each-ref", FENCE).isEmpty());
        String fence = ground.git("rev-parse", FENCE);
        close();

        BranchWorkspace second = started(ground.executor("f"));
        succeeded(ground.carryOut(second, command("p", "git -C " + ground.bare + " rev-parse " + FENCE + " >seen")));

        assertThat(ground.git("show", "main:seen")).isEqualTo(fence);
        assertThat(first.watch().trouble()).isEmpty();
        assertThat(ground.git("for-each-ref", "refs/heads/patchline")).isEmpty();
    }

    @Test
    void one_that_takes_branches_only_says_so_and_how_to_do_without() {
        hook("while read old new ref; do case $ref in refs/heads/*) ;; *) echo branches only >&2; exit 1;; esac; done");
        BranchWorkspace executor = started(ground.executor("e"));

        assertThat(told(executor))
                .isEqualTo("the repository " + ground.bare + " refuses what each patch pushes: " + FENCE
                        + " [remote rejected] (pre-receive hook declined) remote: branches only. It is to take "
                        + "refs/patchline/ too; for one that takes branches only, " + WITHOUT);
        isRefused(executor, "refused");
        assertThat(told(executor)).contains("branches only");

        hook("exit 0");

        isOver(executor);
    }

    @Test
    void one_that_hides_the_fence_in_pushes_or_in_fetches_or_in_both_says_so() {
        String hides = "the repository " + ground.bare + " hides " + FENCE
                + ": let it show refs/patchline/ (receive.hideRefs, uploadpack.hideRefs, transfer.hideRefs), or "
                + WITHOUT;
        ground.git("config", "uploadpack.hideRefs", "refs/patchline");
        BranchWorkspace executor = started(ground.executor("e"));
        assertThat(told(executor)).isEqualTo(hides);
        assertThat(ground.git("for-each-ref", FENCE)).isNotEmpty();
        close();
        // Another one looks at a repository that has the fence by now and does not show it.
        assertThat(told(started(ground.executor("f")))).isEqualTo(hides);
        close();

        ground.git("config", "--unset", "uploadpack.hideRefs");
        ground.git("config", "receive.hideRefs", "refs/patchline");
        assertThat(told(started(ground.executor("g")))).isEqualTo(hides);
        close();

        ground.git("update-ref", "-d", FENCE);
        ground.git("config", "--unset", "receive.hideRefs");
        ground.git("config", "transfer.hideRefs", "refs/patchline");
        assertThat(told(started(ground.executor("h"))))
                .isEqualTo("the repository " + ground.bare + " refuses what each patch pushes: " + FENCE
                        + " [remote rejected] (deny updating a hidden ref). It is to take refs/patchline/ too; "
                        + "for one that takes branches only, " + WITHOUT);
        close();
        BranchWorkspace last = started(ground.executor("e"));
        assertThat(told(last)).contains("(deny updating a hidden ref)");
        ground.git("config", "--unset", "transfer.hideRefs");
        isOver(last);
    }

    @Test
    void an_account_that_may_only_read_is_told_of_with_a_fence_and_without() throws IOException {
        try (SmartHttpServer server = new SmartHttpServer(ground.directory)) {
            for (boolean fence : new boolean[] {true, false}) {
                ground.git("config", "http.receivepack", "false");
                BranchWorkspace executor = started(ground.executor("e", ground.behind(server, fence), GitGround::bash));

                assertThat(told(executor))
                        .isEqualTo(
                                "the repository " + server.url("site.git")
                                        + " cannot be used: fatal: unable to access '" + server.url("site.git")
                                        + "/': The requested URL returned error: 403. It can be read, and lets no push in: give the "
                                        + "account that patchline.git.site.key-file or patchline.git.site.token-file is for the right to write");
                ground.git("config", "--unset", "http.receivepack");
                await().atMost(SOON).until(() -> executor.watch().trouble().isEmpty());
                close();
            }
            assertThat(ground.git("for-each-ref", FENCE)).isNotEmpty();
        }
    }

    /** The account lost its right after the look: the run that pushes cannot know, and tries again. */
    @Test
    void an_account_that_may_only_read_from_now_on_is_told_of_by_the_first_push() throws IOException {
        try (SmartHttpServer server = new SmartHttpServer(ground.directory)) {
            BranchWorkspace executor = started(ground.executor("e", ground.behind(server, true), GitGround::bash));
            succeeded(ground.carryOut(executor, command("before", "echo x >before")));
            ground.git("config", "http.receivepack", "false");

            CompletableFuture<Outcome> outcome =
                    CompletableFuture.supplyAsync(() -> ground.carryOut(executor, command("p", "echo x >x")));

            assertThat(told(executor)).contains("lets no push in");
            ground.git("config", "--unset", "http.receivepack");
            succeeded(outcome.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join());
            assertThat(ground.commits("p")).isEqualTo(1);
        }
    }

    @Test
    void a_branch_that_does_not_exist_is_named_with_what_to_do() {
        ground.git("branch", "-m", "main", "trunk");
        BranchWorkspace executor = started(ground.executor("e"));

        assertThat(told(executor))
                .isEqualTo("there is no branch main in " + ground.bare
                        + ". Push a first commit to it, or set patchline.git.site.branch");
        CompletableFuture<Outcome> waits =
                CompletableFuture.supplyAsync(() -> ground.carryOut(executor, command("waits", "echo x >waits")));

        ground.git("branch", "-m", "trunk", "main");

        succeeded(waits.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join());
        isOver(executor);
    }

    @Test
    void one_that_is_away_at_the_start_is_found_when_it_comes() throws IOException {
        Path aside = ground.directory.resolve("aside.git");
        Files.move(ground.bare, aside);
        BranchWorkspace executor = started(ground.executor("e"));

        assertThat(told(executor))
                .startsWith("the repository " + ground.bare + " cannot be used: fatal: '" + ground.bare
                        + "' does not appear to be a git repository");
        Files.move(aside, ground.bare);
        isOver(executor);
    }

    /** Somebody protects the refs while executors are at work: the runs that meet it fail, and what it is stands there. */
    @Test
    void a_refusal_that_a_run_meets_is_looked_at_by_a_push() {
        BranchWorkspace executor = started(ground.executor("e"));
        succeeded(ground.carryOut(executor, command("before", "echo x >before")));
        hook("while read old new ref; do case $ref in refs/heads/*) ;; *) exit 1;; esac; done");

        assertThat(ground.carryOut(executor, command("refused", "echo x >refused")))
                .isInstanceOf(Outcome.Failed.class);

        assertThat(told(executor)).contains(FENCE + " [remote rejected]", WITHOUT);
        hook("exit 0");
        isOver(executor);
    }

    /** The probe saw a refusal of the fence alone, which no run pushes: what runs do counts. */
    @Test
    void a_push_that_is_accepted_clears_what_the_probe_found() {
        hook("n=0; while read line; do n=$((n+1)); done; test $n -gt 1");
        BranchWorkspace executor = started(ground.executor("e"));
        assertThat(told(executor)).contains("refuses what each patch pushes");

        succeeded(ground.carryOut(executor, command("p", "echo x >x")));

        assertThat(executor.watch().trouble()).isEmpty();
    }

    private void hook(String script) {
        new Git(ground.bare)
                .bash(
                        "mkdir -p hooks; printf '#!/bin/sh\\n%s\\n' \"$1\" >hooks/next; chmod +x hooks/next; mv hooks/next hooks/pre-receive",
                        script);
    }
}
