package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.message.CommitTrailers;
import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.GitCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    /** Without what git takes for the end of a message, and without empty lines before it. */
    private static final List<String> LINES = List.of(
            "",
            "",
            "",
            " ",
            "\t",
            "\r",
            "# comment",
            "#Run: no",
            "Run: p/1",
            "Run: p/2",
            "RUN:q",
            "Run:",
            "Run : r",
            "Key: a",
            "-k: v",
            "a b: c",
            ": x",
            "é: x",
            " folded",
            "\tRun: folded",
            "words",
            "---",
            "https://example.org",
            "Signed-off-by: Jo",
            "signed-off-by: jo",
            "(cherry picked from commit 0)",
            "Conflicts:",
            "\ta.txt");

    private Path directory = Path.of("/");
    private OwnRepository repository;

    @BeforeEach
    void create(@TempDir Path temporary) throws Exception {
        directory = temporary.resolve("git");
        repository = opened();
        repository.make("0".repeat(40));
    }

    /** The same directory, of whose commits nothing is known. */
    private OwnRepository opened() {
        return new OwnRepository(directory, new KnownCommits(), CallObserver.NONE);
    }

    private String committed(Optional<String> parent, String message) throws IOException {
        Map<String, String> people = Map.of(
                "GIT_AUTHOR_NAME", "n",
                "GIT_AUTHOR_EMAIL", "a@example.org",
                "GIT_AUTHOR_DATE", "@1700000000 +0000",
                "GIT_COMMITTER_NAME", "n",
                "GIT_COMMITTER_EMAIL", "c@example.org",
                "GIT_COMMITTER_DATE", "@1700000001 +0000");
        return repository.emptyCommit(parent, new CommitText(people, message));
    }

    @Test
    void trailers_are_those_that_git_finds_where_nothing_hides_them() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> messages = new ArrayList<>();
        Optional<String> tip = Optional.empty();
        for (int i = 0; i < 3_000; i++) {
            StringBuilder message = new StringBuilder(random.nextInt(8) == 0 ? "# title" : "title");
            for (int line = random.nextInt(12); line > 0; line--) {
                message.append('\n').append(LINES.get(random.nextInt(LINES.size())));
            }
            messages.addFirst(message.toString());
            tip = Optional.of(committed(tip, message.toString()));
        }

        List<History.Entry> entries = new History(opened()).before(tip.orElseThrow(), 3_000, "Run", "Key");
        List<byte[]> ofGit = repository
                .succeed(GitCall.of(
                        "log",
                        "-z",
                        "--format=%(trailers:key=Run,valueonly,unfold,separator=%x02)%x01%(trailers:key=Key,valueonly,unfold,separator=%x02)",
                        tip.orElseThrow()))
                .pieces();

        for (int i = 0; i < messages.size(); i++) {
            List<String> expected = List.of(new String(ofGit.get(i), UTF_8).split("\u0001", -1)).stream()
                    .map(values ->
                            values.substring(values.lastIndexOf('\u0002') + 1).strip())
                    .toList();
            assertThat(entries.get(i).trailers())
                    .as("seed %s: %s", seed, messages.get(i))
                    .isEqualTo(expected);
            assertThat(CommitTrailers.of(messages.get(i)).values(List.of("Run", "Key")))
                    .isEqualTo(expected);
        }
    }

    /** Who may push writes what they like: each run of the workspace was told as a defect. */
    @Test
    void a_commit_without_a_time_or_with_one_that_no_number_holds_is_read() throws Exception {
        String first = committed(Optional.empty(), "s\n\nRun: p/1\n");
        String tip = first;
        for (String time : List.of("", "99999999999999999999999999 +0000", "x +0000", "-1 +0000")) {
            String commit =
                    "tree %s\nparent %s\nauthor n <a@example.org> 1 +0000\ncommitter n <c@example.org> %s\n\ns\n"
                            .formatted("4b825dc642cb6eb9a060e54bf8d69288fbee4904", tip, time);
            tip = repository
                    .succeed(GitCall.of("hash-object", "-t", "commit", "-w", "--literally", "--stdin")
                            .reading(commit.getBytes(UTF_8)))
                    .line();
        }

        List<History.Entry> entries = new History(opened()).before(tip, 10, "Run");

        assertThat(entries).hasSize(5);
        assertThat(entries.getLast().trailer()).isEqualTo("p/1");
        assertThat(entries.getFirst().commit()).isEqualTo(tip);
    }

    @Test
    void trailers_are_found_below_what_git_takes_for_the_end_of_a_message() {
        String scissors = "# ------------------------ >8 ------------------------";
        for (String message : List.of(
                scissors + "\n\nRun: p/1\n",
                "s\n\n" + scissors + "\n\n" + scissors + "\n\nRun: p/1",
                "s\n\n---\n\nRun: p/1\n\n\n",
                "\n\nRun: p/1\n",
                "s\n\nRun: victim/1\n\nRun: p/1\n# comment\n\n# comment\n")) {
            assertThat(CommitTrailers.of(message).value("Run")).as(message).isEqualTo("p/1");
        }
        for (String message : List.of("", "\n", "Run: p/1", "Run: p/1\n\nwords", "s\n\nRun: p/1\nwords\n")) {
            assertThat(CommitTrailers.of(message).value("Run")).as(message).isEmpty();
        }
    }

    @Test
    void long_messages_are_read_a_part_at_a_time_and_one_that_is_too_long_has_no_trailers() throws Exception {
        Optional<String> tip = Optional.empty();
        for (int i = 0; i < 20; i++) {
            String body = "x".repeat(i == 7 ? 5_000 : 300);
            tip = Optional.of(committed(tip, "s\n\n" + body + "\n\nRun: p" + i + "/1\n"));
        }

        for (int most : List.of(1, 13, 14, 20, 100)) {
            List<History.Entry> entries = new History(opened(), 2_000).before(tip.orElseThrow(), most, "Run");

            assertThat(entries).hasSize(Math.min(most, 20));
            for (int i = 0; i < entries.size(); i++) {
                int commit = 19 - i;
                assertThat(entries.get(i).trailer()).isEqualTo(commit == 7 ? "" : "p" + commit + "/1");
                assertThat(entries.get(i).parent())
                        .isEqualTo(
                                i + 1 < entries.size()
                                        ? Optional.of(entries.get(i + 1).commit())
                                        : entries.get(i).parent());
            }
        }
    }

    @Test
    void a_message_is_read_as_it_is() throws Exception {
        for (String message : List.of("s", "s\n", "s\n\nbody\n\n\n")) {
            assertThat(repository
                            .messageOf(committed(Optional.empty(), message))
                            .orElseThrow())
                    .isEqualTo(message);
        }
    }
}
