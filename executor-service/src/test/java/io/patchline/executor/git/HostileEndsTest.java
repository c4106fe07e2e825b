package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.patch;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.process.Cancellation;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.CommitId;
import io.patchline.patch.CommitOptions;
import io.patchline.patch.PatchAction;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands, people and repositories do that nobody expects has an end that says what it was. */
class HostileEndsTest {
    private static final CommitOptions REVIEWED = new CommitOptions(Optional.empty(), true, Optional.empty());

    private GitGround ground;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        ground = new GitGround(directory);
    }

    @Test
    void a_tracked_file_that_a_command_makes_a_pipe_is_told_and_the_command_runs_once() {
        BranchWorkspace executor = ground.executor("e");
        Path runs = ground.directory.resolve("runs");

        Outcome outcome =
                ground.carryOut(executor, command("p", "echo run >>" + runs + "; rm a.txt; mkfifo a.txt; echo x >x"));

        assertThat(runs).hasContent("run");
        RunReport report = succeeded(outcome);
        assertThat(report.notes().toString()).contains("a.txt is no file, directory or link that git knows");
        assertThat(report.files()).extracting(file -> file.path().value()).containsExactlyInAnyOrder("a.txt", "x");
        succeeded(ground.carryOut(executor, command("q", "test ! -e a.txt && echo y >y")));
    }

    @Test
    void what_a_person_pushes_onto_the_branch_of_a_review_is_what_waits_and_lands_if_it_is_approved() {
        BranchWorkspace executor = ground.executor("e");
        PatchMessage patch = patch("p", REVIEWED, new PatchAction.RunCommand("echo mine >>a.txt"));
        CommitId judged = commit(ground.carryOut(executor, patch));
        ground.person("git fetch -q origin patchline/p; git checkout -q FETCH_HEAD; echo more >more.txt; git add -A;"
                + " git commit -qm more; git push -q origin HEAD:refs/heads/patchline/p; git checkout -q -; echo x >x");
        CommitId head = new CommitId(ground.git("rev-parse", "patchline/p"));

        Outcome waits = ground.carryOut(executor, patch.decided(2, new ReviewDecision.Approve(judged, "bob")));

        assertThat(waits).isInstanceOf(Outcome.AwaitingReview.class);
        assertThat(commit(waits)).isEqualTo(head);
        assertThat(waits.report().diff().orElseThrow()).contains("+mine", "+more");

        Outcome landed = ground.carryOut(executor, patch.decided(3, new ReviewDecision.Approve(head, "bob")));

        assertThat(succeeded(landed).diff().orElseThrow()).contains("+mine", "+more");
        assertThat(ground.git("show", "main:more.txt")).isEqualTo("more");
        assertThat(ground.git("show", "main:a.txt")).isEqualTo("one\nmine");
        assertThat(ground.git("branch", "--list", "patchline/*")).isEmpty();
    }

    private static CommitId commit(Outcome outcome) {
        return outcome.report().git().orElseThrow().commit().orElseThrow();
    }

    /** Each try leaves what it has got so far, as large as a fetch may be. */
    @Test
    void fetches_that_are_ended_for_their_size_do_not_fill_the_disk() throws Exception {
        GitSettings small = ground.fetching(1 << 20);
        ground.person("seq 200 | while read i; do echo $i >f$i; done; head -c 4000000 /dev/urandom >large");
        AtomicInteger fetches = new AtomicInteger();
        BranchWorkspace executor = ground.executor("e", small, GitGround::bash, counting(fetches));
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> ground.carryOut(executor, command("p", "echo x >x"), cancellation));

        await().atMost(Duration.ofMinutes(2)).until(() -> fetches.get() > 3);

        assertThat(executor.watch().trouble().orElseThrow()).contains("cannot be used");
        try (Stream<Path> files = Files.walk(ground.directory.resolve("e/place-0/git/objects"))) {
            List<Path> left = files.filter(file -> file.getFileName().toString().startsWith("tmp_"))
                    .toList();
            assertThat(left).hasSizeLessThan(2);
        }
        cancellation.request(Cancellation.Reason.REQUESTED);
        assertThat(outcome.orTimeout(1, TimeUnit.MINUTES).join()).isInstanceOf(Outcome.Cancelled.class);
    }

    /** For root too: a link to itself is a directory that cannot be read. */
    @Test
    void what_cannot_be_tidied_does_not_keep_runs_from_ending_well() {
        succeeded(ground.carryOut(ground.executor("e"), command("before", "echo x >before")));
        Git place = new Git(ground.directory.resolve("e/place-0/git"));
        place.bash("for d in objects/{0..9}{a..f}; do test -e $d || ln -s ${d#*/} $d; done");

        runsWell("links");

        place.bash("rm -r objects; echo broken >objects");
        runsWell("file");
        assertThat(ground.commits("file")).isEqualTo(1);
    }

    private void runsWell(String patch) {
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(
                () -> ground.carryOut(ground.executor("e"), command(patch, "echo x >" + patch)));
        succeeded(outcome.orTimeout(1, TimeUnit.MINUTES).join());
    }

    private static CallObserver counting(AtomicInteger fetches) {
        return new CallObserver() {
            @Override
            public void before(String git) {
                if (git.equals("fetch")) {
                    int unused = fetches.incrementAndGet();
                }
            }
        };
    }

    @Test
    void a_command_with_the_network_that_never_began_is_not_interrupted_where_the_executor_ends() throws Exception {
        ground.git("branch", "-m", "main", "trunk");
        RunOptions network = new RunOptions(
                Duration.ofMinutes(1), 0, false, false, Optional.of(true), RunOptions.OnFailure.ROLL_BACK);
        PatchMessage patch = patch("p", CommitOptions.NONE, network, new PatchAction.RunCommand("echo x >x"));
        BranchWorkspace executor = ground.executor("e");
        Cancellation cancellation = new Cancellation();
        Path scratch = Files.createDirectory(ground.directory.resolve("scratch"));
        AttemptContext attempt = new AttemptContext(1, scratch, scratch, action -> (from, text) -> {}, cancellation);

        CompletableFuture<Void> ended = CompletableFuture.runAsync(() ->
                assertThatThrownBy(() -> executor.carryOut(patch, attempt)).isInstanceOf(InterruptedException.class));
        while (executor.watch().trouble().isEmpty()) {
            Thread.onSpinWait();
        }
        cancellation.request(Cancellation.Reason.SHUTDOWN);

        ended.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void a_file_that_cannot_be_read_is_named_and_the_command_runs_once() {
        org.junit.jupiter.api.Assumptions.assumeFalse(
                "root".equals(System.getProperty("user.name")), "root can read everything");
        Path runs = ground.directory.resolve("runs");

        Outcome outcome =
                ground.carryOut(ground.executor("e"), command("p", "echo run >>" + runs + "; echo x >x; chmod 000 x"));

        assertThat(runs).hasContent("run");
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PATH_REFUSED);
            assertThat(failed.summary()).contains("x cannot be read");
        });
    }
}
