package io.patchline.executor.git;

import static io.patchline.executor.git.GitGround.command;
import static io.patchline.executor.git.GitGround.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchline.executor.git.tree.Keep;
import io.patchline.executor.git.tree.TreeOwner;
import io.patchline.executor.sandbox.CommandUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree of an executor that is root belongs to whom commands run as. */
class OwnedTreeTest {
    private static final CommandUser USER = CommandUser.UNPRIVILEGED;

    /** Git compares the seconds of times alone, as distributions build it. What the kernel writes as a file's time is up to a tick behind the clock that date reads. */
    private static final String LATER =
            "now=$(mktemp); until touch $now; (( $(stat -c %Z $now) > $(stat -c %Z a.txt src/b.txt run.sh | sort -n"
                    + " | tail -n 1) )); do :; done; rm $now; ";

    @Test
    void all_of_a_tree_is_theirs_and_what_no_run_touches_is_neither_written_nor_given_again(@TempDir Path directory)
            throws IOException {
        assumeTrue(CommandUser.self().uid() == 0, "only root gives files away");
        GitGround ground = new GitGround(directory);
        ground.person("echo log >.gitignore; mkdir deep; echo x >deep/x; printf 'y' >'deep/ü y'");
        List<Path> given = new ArrayList<>();
        TreeOwner owner = TreeOwner.other(
                USER.uid(),
                path -> {
                    given.add(path);
                    USER.own(path);
                },
                USER::ownAll);
        BranchWorkspace executor =
                ground.executor("e", ground.settings(ReviewRule.parse("never"), Keep.IGNORED), owner, GitGround::bash);
        Path tree = directory.resolve("e/place-0/tree");

        succeeded(ground.carryOut(
                executor, command("p", "echo 1 >>a.txt; mkdir log; echo l >log/l; " + LATER + "chmod 600 deep/x")));
        Object first = Files.getAttribute(tree.resolve("deep/ü y"), "unix:ctime");
        given.clear();
        succeeded(ground.carryOut(executor, command("q", "echo 2 >>a.txt")));

        assertThat(Files.getAttribute(tree.resolve("deep/ü y"), "unix:ctime")).isEqualTo(first);
        assertThat(given)
                .extracting(path -> tree.toRealPath().relativize(path).toString())
                .contains("", "deep/x", "log", "log/l")
                .doesNotContain("deep", "deep/ü y");
        try (Stream<Path> files = Files.walk(tree)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                            .as("%s", file)
                            .isEqualTo(USER.uid()));
        }
        assertThat(ground.git("diff", "--name-only", "main^", "main")).isEqualTo("a.txt");
    }

    /** Git then cannot tell by times and sizes that the file is another, and looks into it if it knows that the index is of that second, too. */
    @Test
    void a_file_that_is_written_in_the_second_of_its_checkout_is_committed(@TempDir Path directory) throws Exception {
        GitGround ground = new GitGround(directory);
        ground.person("printf 0 >f");
        String change =
                "before=$(stat -c %Z f); printf $((1 - $(cat f))) >f; [ $before = $(stat -c %Z f) ] && echo >>same"
                        + " || echo >>later; sleep 1.1";
        boolean same = false;
        for (int i = 1; !same && i <= 20; i++) {
            BranchWorkspace executor = ground.executor("e" + i);
            succeeded(ground.carryOut(executor, command("p-" + i, change)));
            same = ground.git("ls-tree", "--name-only", "main").lines().anyMatch("same"::equals);

            assertThat(ground.git("show", "main:f")).as("run %d", i).isEqualTo(Integer.toString(i % 2));
        }
        assertThat(same).as("the second of the checkout was met").isTrue();
    }

    /** Of the tree that stays as a run left it. */
    @Test
    void permission_bits_and_second_names_of_files_do_not_outlive_their_run(@TempDir Path directory) throws Exception {
        GitGround ground = new GitGround(directory);
        BranchWorkspace executor = ground.executor("e");
        String looks = "stat -c '%n %a %h' a.txt src/b.txt run.sh >stat; echo x >>x";
        List<String> dirty = List.of(
                "chmod 600 a.txt; echo x >>x",
                "echo 2 >>a.txt; chmod 666 a.txt",
                "ln -f a.txt src/b.txt; echo x >>x",
                "cat a.txt >new; ln new .git/new",
                "chmod 4755 run.sh; echo y >>run.sh",
                "chmod 600 src/b.txt; exit 1",
                "chmod 700 run.sh");
        for (int i = 0; i < dirty.size(); i++) {
            ground.carryOut(executor, command("dirty-" + i, LATER + dirty.get(i)));
            succeeded(ground.carryOut(executor, command("look-" + i, looks)));
            assertThat(ground.git("show", "main:stat"))
                    .as(dirty.get(i))
                    .isEqualTo("a.txt 644 1\nsrc/b.txt 644 1\nrun.sh 755 1");
        }
    }
}
