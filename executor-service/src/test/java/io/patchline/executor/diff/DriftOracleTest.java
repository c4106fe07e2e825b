package io.patchline.executor.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.edit.DiffApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Diffs that no longer fit: the files have changed since, counts and line numbers are wrong. {@code git apply --recount} is the judge: where
 * it accepts and we accept, the bytes are the same, but for a defect of git's own. It may accept what we refuse, but only as ambiguous, cut short or without effect.
 */
class DriftOracleTest {
    private static final int CASES = Integer.getInteger("patchline.cases", 500);
    private static final String NAME = "f.txt";
    private static final Pattern HEADER = Pattern.compile("(?m)^@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@");

    @TempDir
    Path directory;

    private final long seed = Long.getLong("patchline.seed", 20261121);

    @Test
    void where_git_accepts_a_diff_that_no_longer_fits_we_agree_or_refuse_as_ambiguous() throws Exception {
        System.out.println("DriftOracleTest: -Dpatchline.seed=" + seed);
        Random random = new Random(seed);
        RandomTrees trees = new RandomTrees(random, false);
        Map<String, Integer> verdicts = new TreeMap<>();
        for (int i = 0; i < CASES; i++) {
            Path place = directory.resolve(String.valueOf(i));
            TextFile before = trees.tree().values().iterator().next();
            TextFile after = trees.edited(Map.of(NAME, before)).getOrDefault(NAME, before);
            if (!after.equals(before)) {
                TestTree.write(place.resolve("a"), Map.of(NAME, before));
                TestTree.write(place.resolve("b"), Map.of(NAME, after));
                String diff = Git.output(place, "diff", "-u", "-U" + random.nextInt(0, 4), "a/" + NAME, "b/" + NAME);
                TextFile drifted = random.nextInt(4) == 0 ? before : trees.drifted(before);
                Path tree = Files.createDirectory(place.resolve("tree"));
                TestTree.write(tree, Map.of(NAME, drifted));
                verdicts.merge(
                        judge("seed " + seed + ", case " + i, tree, drifted, damaged(diff, random)), 1, Integer::sum);
            }
        }
        System.out.println("DriftOracleTest: " + verdicts);
        assertThat(verdicts.getOrDefault("both accept", 0)).isGreaterThan(CASES / 10);
    }

    private static String damaged(String diff, Random random) {
        return HEADER.matcher(diff).replaceAll(numbers -> {
            int[] values = new int[4];
            for (int i = 0; i < values.length; i++) {
                String digits = numbers.group(i + 1);
                int value = digits == null ? 1 : Integer.parseInt(digits);
                values[i] = random.nextInt(5) == 0 ? Math.max(value + random.nextInt(-3, 4), 0) : value;
            }
            return "@@ -" + values[0] + "," + values[1] + " +" + values[2] + "," + values[3] + " @@";
        });
    }

    private static String judge(String name, Path directory, TextFile before, String diff) throws Exception {
        boolean gitAccepts = Git.apply(directory, diff);
        MemoryTree tree = new MemoryTree(Map.of(NAME, before));
        try {
            DiffApplication.apply(diff, Optional.empty(), tree);
        } catch (EditRefusedException refusal) {
            if (!gitAccepts) {
                return "both refuse";
            }
            if (joinsLines(TestTree.read(directory), before, diff)) {
                return "git joins two lines, we refuse";
            }
            assertThat(refusal.faults().getFirst().code().wireName())
                    .as("%s: %s%n%s%nfile:%n%s", name, refusal.getMessage(), diff, before.text())
                    .isIn("context_ambiguous", "malformed_diff");
            return "git accepts, we refuse: " + refusal.faults().getFirst().code();
        }
        if (!gitAccepts) {
            return "git refuses, we accept";
        }
        if (joinsLines(TestTree.read(directory), before, diff)) {
            assertThat(joinsLines(tree.files(), before, diff)).as(name).isFalse();
            return "git joins two lines, we do not";
        }
        assertThat(tree.files())
                .as("%s%n%s%nfile:%n%s", name, diff, before.text())
                .isEqualTo(TestTree.read(directory));
        return "both accept";
    }

    /**
     * Whether two lines became one: git 2.39 takes "No newline at end of file" to fit in the middle of a file too, and then joins that line
     * and the next. It shows as a line that is neither the file's nor the diff's, or, where the next one is empty, as one line too few.
     */
    private static boolean joinsLines(Map<String, TextFile> result, TextFile before, String diff) {
        List<String> hunks =
                diff.lines().dropWhile(line -> !line.startsWith("@@")).toList();
        Set<String> known = before.text().lines().collect(Collectors.toSet());
        hunks.stream().filter(line -> line.startsWith("+")).forEach(line -> known.add(line.substring(1)));
        long expected = before.text().lines().count() + starting(hunks, "+") - starting(hunks, "-");
        return result.values().stream()
                .map(file -> file.text().lines().toList())
                .anyMatch(lines -> !known.containsAll(lines) || lines.size() < expected);
    }

    private static long starting(List<String> lines, String mark) {
        return lines.stream().filter(line -> line.startsWith(mark)).count();
    }
}
