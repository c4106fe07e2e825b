package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.git.remote.Credentials;
import io.patchline.executor.git.remote.RepositoryProbing;
import io.patchline.executor.git.remote.RepositoryUrl;
import io.patchline.executor.git.tree.Keep;
import io.patchline.outcome.Outcome;
import io.patchline.repository.SmartHttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository in which no patch can take effect: it is told at the start, patches wait for it, and it is seen when somebody mends it. */
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
                .until(() -> executor.watch().obstacle(), Optional::isPresent)
                .orElseThrow();
    }

    private void waitsUntil(BranchWorkspace executor, Runnable mended) {
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> ground.carryOut(executor, command("p", "echo x >x")));
        assertThat(outcome).isNotDone();
        assertThat(ground.directory.resolve("e/place-0/tree")).doesNotExist();

        mended.run();

        succeeded(outcome.orTimeout(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join());
        assertThat(ground.commits("p")).isEqualTo(1);
        assertThat(executor.watch().trouble()).isEmpty();
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
        hook("read old new ref; case $ref in refs/heads/*) ;; *) echo branches only >&2; exit 1;; esac");
        BranchWorkspace executor = started(ground.executor("e"));

        assertThat(told(executor))
                .isEqualTo("the repository " + ground.bare + " refuses what each patch pushes: " + FENCE
                        + " [remote rejected] (pre-receive hook declined) remote: branches only. It is to take "
                        + "refs/patchline/ too; for one that takes branches only, " + WITHOUT);
        waitsUntil(executor, () -> hook("exit 0"));
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
        waitsUntil(last, () -> ground.git("config", "--unset", "transfer.hideRefs"));
    }

    @Test
    void an_account_that_may_only_read_is_told_of_with_a_fence_and_without() throws IOException {
        try (SmartHttpServer server = new SmartHttpServer(ground.directory)) {
            for (boolean fence : new boolean[] {true, false}) {
                ground.git("config", "http.receivepack", "false");
                BranchWorkspace executor = started(ground.executor("e", behind(server, fence), GitGround::bash));

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

    /** The account lost its right after the look: the run that pushes cannot know, and everybody else waits. */
    @Test
    void an_account_that_may_only_read_from_now_on_is_told_of_by_the_first_push() throws IOException {
        try (SmartHttpServer server = new SmartHttpServer(ground.directory)) {
            BranchWorkspace executor = started(ground.executor("e", behind(server, true), GitGround::bash));
            succeeded(ground.carryOut(executor, command("before", "echo x >before")));
            ground.git("config", "http.receivepack", "false");

            CompletableFuture<Outcome> outcome =
                    CompletableFuture.supplyAsync(() -> ground.carryOut(executor, command("p", "echo x >x")));

            assertThat(told(executor)).contains("lets no push in");
            ground.git("config", "--unset", "http.receivepack");
            succeeded(outcome.orTimeout(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                    .join());
            assertThat(ground.commits("p")).isEqualTo(1);
        }
    }

    private GitSettings behind(SmartHttpServer server, boolean fence) throws IOException {
        Path token = Files.writeString(ground.directory.resolve("token"), SmartHttpServer.TOKEN);
        GitSettings usual = ground.settings(ReviewRule.parse("never"), Keep.IGNORED);
        return new GitSettings(
                usual.name(),
                RepositoryUrl.parse(server.url("site.git")),
                usual.branch(),
                new Credentials(Optional.empty(), Optional.empty(), Optional.of(token)),
                usual.review(),
                usual.reviewWithin(),
                usual.keep(),
                usual.timeout(),
                usual.fetchLimit(),
                fence);
    }

    @Test
    void a_branch_that_does_not_exist_is_named_with_what_to_do() {
        ground.git("branch", "-m", "main", "trunk");
        BranchWorkspace executor = started(ground.executor("e"));

        assertThat(told(executor))
                .isEqualTo("there is no branch main in " + ground.bare
                        + ". Push a first commit to it, or set patchline.git.site.branch");
        waitsUntil(executor, () -> ground.git("branch", "-m", "trunk", "main"));
    }

    @Test
    void one_that_is_away_at_the_start_is_found_when_it_comes() throws IOException {
        Path aside = ground.directory.resolve("aside.git");
        Files.move(ground.bare, aside);
        BranchWorkspace executor = started(ground.executor("e"));

        assertThat(told(executor))
                .startsWith("the repository " + ground.bare + " cannot be used: fatal: '" + ground.bare
                        + "' does not appear to be a git repository");
        waitsUntil(executor, () -> new Git(ground.directory).bash("mv aside.git site.git"));
    }

    /** Somebody protects the refs while executors are at work: the first run that meets it fails, and the others wait. */
    @Test
    void a_refusal_that_a_run_meets_is_looked_at_by_a_push() {
        BranchWorkspace executor = started(ground.executor("e"));
        succeeded(ground.carryOut(executor, command("before", "echo x >before")));
        hook("while read old new ref; do case $ref in refs/heads/*) ;; *) exit 1;; esac; done");

        assertThat(ground.carryOut(executor, command("refused", "echo x >refused")))
                .isInstanceOf(Outcome.Failed.class);

        assertThat(told(executor)).contains(FENCE + " [remote rejected]", WITHOUT);
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> ground.carryOut(executor, command("p", "echo x >x")));
        hook("exit 0");
        succeeded(outcome.orTimeout(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join());
    }

    private void hook(String script) {
        new Git(ground.bare)
                .bash(
                        "mkdir -p hooks; printf '#!/bin/sh\\n%s\\n' \"$1\" >hooks/next; chmod +x hooks/next; mv hooks/next hooks/pre-receive",
                        script);
    }
}
