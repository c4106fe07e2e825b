package io.patchline.executor.git.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.GitCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LooseCommitsTest {
    private static final List<String> NAMES = List.of("alice", "  .,Zoë <of> Ünsinn;. ", "'quoted\" ones'", "a\nb");
    private static final List<String> MESSAGES = List.of("one line", "s\n\nbody\n\nPatchline-Run: p/1\n", "ends\n\n\n");

    @Test
    void are_those_of_git_byte_for_byte(@TempDir Path directory) throws Exception {
        for (String like : List.of("0".repeat(40), "0".repeat(64))) {
            Path parentDirectory = Files.createDirectory(directory.resolve("of-" + like.length()));
            OwnRepository repository =
                    new OwnRepository(parentDirectory.resolve("git"), new KnownCommits(), CallObserver.NONE);
            repository.make(like);
            String tree = repository
                    .succeed(GitCall.of("hash-object", "-t", "tree", "-w", "--stdin"))
                    .line();
            Optional<String> parent = Optional.empty();
            for (String name : NAMES) {
                for (String message : MESSAGES) {
                    CommitText text = new CommitText(people(name), message);

                    String made = repository.emptyCommit(parent, text);

                    assertThat(made).isEqualTo(ofGit(repository, tree, parent, text));
                    assertThat(repository.messageOf(made).orElseThrow()).startsWith(message.strip());
                    parent = Optional.of(made);
                }
            }
            assertThat(repository
                            .run(GitCall.of("fsck", "--strict", parent.orElseThrow()))
                            .code())
                    .isZero();
        }
    }

    private static Map<String, String> people(String name) {
        return Map.of(
                "GIT_AUTHOR_NAME", name,
                "GIT_AUTHOR_EMAIL", "a@example.org",
                "GIT_AUTHOR_DATE", "1700000000 +0230",
                "GIT_COMMITTER_NAME", "Patchline",
                "GIT_COMMITTER_EMAIL", "patchline@patchline.invalid",
                "GIT_COMMITTER_DATE", "@1700000001 +0000");
    }

    private static String ofGit(OwnRepository repository, String tree, Optional<String> parent, CommitText text)
            throws IOException, InterruptedException {
        List<String> parents = parent.map(hash -> List.of("-p", hash)).orElse(List.of());
        return repository
                .succeed(GitCall.of("commit-tree", tree)
                        .and(parents)
                        .and("-F", "-")
                        .with(text.environment())
                        .reading(text.message().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .line();
    }

    /** What was made or read before is told without git, and is what git tells. */
    @Test
    void what_leads_to_a_commit_is_known_as_git_knows_it(@TempDir Path directory) throws Exception {
        List<String> calls = new ArrayList<>();
        CallObserver counting = new CallObserver() {
            @Override
            public void before(String command) {
                calls.add(command);
            }
        };
        OwnRepository knowing = new OwnRepository(directory.resolve("git"), new KnownCommits(), counting);
        knowing.make("0".repeat(40));
        List<String> commits = new ArrayList<>();
        Optional<String> parent = Optional.empty();
        for (int i = 0; i < 12; i++) {
            String run = i % 3 == 0 ? "" : "\nRun: p%d/1\nOther: x\n".formatted(i);
            parent = Optional.of(knowing.emptyCommit(parent, new CommitText(people("n"), "s: t\n" + run)));
            commits.add(parent.get());
        }
        OwnRepository unknowing = new OwnRepository(directory.resolve("git"), new KnownCommits(), counting);
        for (int tip : List.of(11, 4, 7, 11, 0)) {
            for (int most : List.of(1, 5, 100)) {
                calls.clear();
                List<History.Entry> known = new History(knowing).before(commits.get(tip), most, "Run", "Other");
                assertThat(calls).isEmpty();
                assertThat(known)
                        .isEqualTo(
                                new History(new OwnRepository(directory.resolve("git"), new KnownCommits(), counting))
                                        .before(commits.get(tip), most, "Run", "Other"));
            }
        }
        new History(unknowing).before(commits.get(3), 100, "Run");
        String next = unknowing.emptyCommit(
                Optional.of(unknowing.emptyCommit(Optional.of(commits.get(3)), new CommitText(people("n"), "a"))),
                new CommitText(people("n"), "b"));
        calls.clear();
        assertThat(new History(unknowing).before(next, 100, "Run")).hasSize(6);
        assertThat(calls).isEmpty();
        new History(unknowing).before(commits.get(11), 100, "Run");
        assertThat(calls).containsExactly("log");
    }
}
