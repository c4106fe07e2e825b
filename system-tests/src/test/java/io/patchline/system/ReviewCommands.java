package io.patchline.system;

import static io.patchline.system.CommandSite.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code revert}, {@code approve} and {@code reject}, of patches of a git workspace. */
interface ReviewCommands {
    CommandSite site();

    private CommandLine.Ended submit(String id, String command, String... more) {
        String[] all = Stream.concat(
                        Stream.of("submit", "--command", command, "--id", id, "--workspace", "site", "--wait"),
                        Stream.of(more))
                .toArray(String[]::new);
        return site().run(all);
    }

    @Test
    default void what_a_patch_committed_is_taken_back() {
        CommandLine.Ended made = submit("cli-made", "echo made > made.txt", "--message", "Make it");
        assertThat(made.exit()).as("%s", made).isZero();
        assertThat(site().origin().files("main")).contains("made.txt");

        CommandLine.Ended reverted = site().run("revert", "cli-made", "--id", "cli-unmade", "--wait");

        assertThat(reverted.exit()).as("%s", reverted).isZero();
        assertThat(reverted.out()).isEqualTo("cli-unmade\n");
        assertThat(site().origin().files("main")).doesNotContain("made.txt");
        assertThat(json(site().run("get", "cli-made").out())
                        .at("/reverted_by/0")
                        .asText())
                .isEqualTo("cli-unmade");
        assertThat(site().run("revert", "never-heard-of").exit()).isEqualTo(3);
    }

    @Test
    default void a_commit_that_waits_for_a_review_is_8_and_lands_when_somebody_else_approves_it() {
        CommandLine.Ended waiting = submit("cli-judged", "echo j > guarded/j.txt");
        assertThat(waiting.exit()).as("%s", waiting).isEqualTo(8);
        assertThat(site().run("wait", "cli-judged").exit()).isEqualTo(8);
        String commit =
                json(site().run("get", "cli-judged").out()).at("/review/commit").asText();
        assertThat(site().runAsReviewer("approve", "cli-judged").exit())
                .as("without a commit, and nobody to ask")
                .isEqualTo(2);
        assertThat(site().run("approve", "cli-judged", "--commit", commit).exit())
                .as("one's own")
                .isEqualTo(4);
        assertThat(site().runAsReviewer("approve", "cli-judged", "--commit", "0".repeat(40))
                        .exit())
                .as("another commit")
                .isEqualTo(5);

        CommandLine.Ended approved = site().runAsReviewer("approve", "cli-judged", "--commit", commit);
        assertThat(approved.exit()).as("%s", approved).isZero();

        await().atMost(CommandSite.SOON)
                .until(() -> site().pipeline()
                        .story("cli-judged", 20)
                        .path("status")
                        .asText()
                        .equals("succeeded"));
        assertThat(site().run("wait", "cli-judged").exit()).isZero();
        assertThat(site().origin().files("main")).contains("guarded/j.txt");
        assertThat(site().runAsReviewer("approve", "cli-judged").exit())
                .as("waits no more")
                .isEqualTo(5);
    }

    @Test
    default void what_is_rejected_never_lands_and_is_6_for_who_waits() {
        submit("cli-unwanted", "echo u > u.txt", "--review");

        CommandLine.Ended rejected = site().runAsReviewer("reject", "cli-unwanted", "--reason", "not now");

        assertThat(rejected.exit()).as("%s", rejected).isZero();
        await().atMost(CommandSite.SOON)
                .until(() -> site().pipeline()
                        .story("cli-unwanted", 20)
                        .path("status")
                        .asText()
                        .equals("rejected"));
        assertThat(site().run("wait", "cli-unwanted").exit()).isEqualTo(6);
        assertThat(site().run("get", "cli-unwanted").out()).contains("rejected by anna: not now");
        assertThat(site().origin().files("main")).doesNotContain("u.txt");
    }
}
