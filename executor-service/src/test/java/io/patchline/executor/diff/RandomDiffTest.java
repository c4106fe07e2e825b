package io.patchline.executor.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.edit.DiffApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random trees and random edits: what git and diff write about them, applied by us, gives the same trees. */
class RandomDiffTest {
    private static final int CASES_EACH = 1_000;
    private static final Pattern PAIR = Pattern.compile("(?m)^[0-9a-f]{40} [0-9a-f]{40}\\n");

    @TempDir
    Path directory;

    private final long seed = Long.getLong("patchline.seed", 20261121);

    @Test
    void a_thousand_diffs_by_git_give_the_trees_that_they_were_made_from() throws Exception {
        System.out.println("RandomDiffTest, git: -Dpatchline.seed=" + seed);
        Random random = new Random(seed);
        List<Map<String, TextFile>> before = new ArrayList<>();
        List<Map<String, TextFile>> after = new ArrayList<>();
        RandomTrees trees = new RandomTrees(random, true);
        for (int i = 0; i < CASES_EACH; i++) {
            before.add(trees.tree());
            after.add(trees.edited(before.get(i)));
            TestTree.write(directory.resolve("old/" + i), before.get(i));
            TestTree.write(directory.resolve("new/" + i), after.get(i));
        }
        List<String> diffs = gitDiffs(List.of("-U1", "-M30%", "--patience"), 0, CASES_EACH / 2);
        diffs.addAll(gitDiffs(List.of("-U3", "-C", "--minimal"), CASES_EACH / 2, CASES_EACH));
        int changed = 0;
        for (int i = 0; i < CASES_EACH; i++) {
            if (!before.get(i).equals(after.get(i))) {
                changed++;
                check(i, before.get(i), diffs.get(i), after.get(i));
            }
        }
        assertThat(changed).isGreaterThan(CASES_EACH * 8 / 10);
    }

    /** One git makes the diffs of many pairs of trees; before each it says which. */
    private List<String> gitDiffs(List<String> options, int from, int to) throws Exception {
        Git.run(directory, "", "git", "init", "-q");
        Git.run(directory, "", "git", "add", "-A");
        List<List<String>> ids = List.of(treeIds("old/"), treeIds("new/"));
        StringBuilder pairs = new StringBuilder();
        for (int i = from; i < to; i++) {
            pairs.append(ids.get(0).get(i))
                    .append(' ')
                    .append(ids.get(1).get(i))
                    .append('\n');
        }
        Path input = Files.writeString(directory.resolve("pairs"), pairs);
        String output = Git.output(
                directory,
                "sh",
                "-c",
                "git diff-tree --stdin -r -p " + String.join(" ", options) + " < " + input.getFileName());
        List<String> diffs = byPair(output);
        assertThat(diffs).as("diffs for pairs %d to %d", from, to).hasSize(to - from);
        return diffs;
    }

    /** What follows each pair's ids. The limit keeps what is empty at the end, where the last trees are alike. */
    private static List<String> byPair(String output) {
        return Stream.of(PAIR.split(output, -1)).skip(1).collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void a_pair_of_trees_that_are_alike_keeps_its_place_among_the_diffs() {
        String pair = "a".repeat(40) + " " + "b".repeat(40) + "\n";

        assertThat(byPair(pair + pair + "diff\n" + pair)).containsExactly("", "diff\n", "");
    }

    private List<String> treeIds(String prefix) throws Exception {
        String tree =
                Git.output(directory, "git", "write-tree", "--prefix=" + prefix).strip();
        return Git.output(directory, "git", "ls-tree", tree)
                .lines()
                .sorted(Comparator.comparingInt(line -> Integer.parseInt(line.substring(line.indexOf('\t') + 1))))
                .map(line -> line.substring(12, 52))
                .toList();
    }

    @Test
    void a_thousand_diffs_by_diff_give_the_trees_that_they_were_made_from() throws Exception {
        System.out.println("RandomDiffTest, diff: -Dpatchline.seed=" + seed);
        Random random = new Random(seed);
        RandomTrees trees = new RandomTrees(random, false);
        int changed = 0;
        for (int i = 0; i < CASES_EACH; i++) {
            Map<String, TextFile> before = trees.tree();
            Map<String, TextFile> after = trees.edited(before);
            Path place = directory.resolve(String.valueOf(i));
            Files.createDirectories(place.resolve("a"));
            Files.createDirectories(place.resolve("b"));
            TestTree.write(place.resolve("a"), before);
            TestTree.write(place.resolve("b"), after);
            if (!before.equals(after)) {
                changed++;
                check(i, before, Git.output(place, "diff", "-ruN", "-U" + random.nextInt(1, 5), "a", "b"), after);
            }
        }
        assertThat(changed).isGreaterThan(CASES_EACH * 8 / 10);
    }

    private void check(int number, Map<String, TextFile> before, String diff, Map<String, TextFile> after)
            throws EditRefusedException {
        MemoryTree tree = new MemoryTree(before);
        try {
            DiffApplication.apply(diff, Optional.empty(), tree);
        } catch (EditRefusedException refusal) {
            throw new AssertionError(
                    "seed " + seed + ", case " + number + ": " + refusal.getMessage() + "\n" + diff, refusal);
        }
        assertThat(tree.files()).as("seed %d, case %d%n%s", seed, number, diff).isEqualTo(after);
    }
}
