package io.patchline.executor.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.edit.DiffApplication;
import io.patchline.patch.FileMode;
import io.patchline.recognition.PatchWrappings;
import io.patchline.recognition.Recognition;
import io.patchline.recognition.TextRecognizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What git, diff and hg write about random trees, in each wrapping: the same tree comes of it, or it is refused; never is it called a command. Every
 * line of the trees could be run. A role changes nothing of it: the recogniser does not know it.
 */
class WrappedDiffTest {
    private static final int TREES = 20;
    private static final String CANARY = "touch canary # ";

    private enum Came {
        SAME_TREE,
        REFUSED_AT_THE_DOOR,
        REFUSED_BY_THE_ENGINE,
    }

    @TempDir
    Path directory;

    private final long seed = Long.getLong("patchline.seed", 20261126);
    private final Map<Came, Integer> counts = new EnumMap<>(Came.class);

    @Test
    void a_diff_in_any_wrapping_gives_its_tree_or_is_refused_and_is_never_a_command() throws Exception {
        System.out.println("WrappedDiffTest: -Dpatchline.seed=" + seed);
        RandomTrees trees = new RandomTrees(new Random(seed), false);
        Map<String, Integer> applied = new TreeMap<>();
        for (int i = 0; i < TREES; i++) {
            Map<String, TextFile> before = withCanaries(trees.tree());
            Map<String, TextFile> after = withCanaries(trees.edited(before));
            if (!before.equals(after)) {
                for (Map.Entry<String, String> diff : diffs(i, before, after).entrySet()) {
                    PatchWrappings.all().forEach((name, wrapping) -> {
                        Came came =
                                carriedOut(diff.getKey() + ", " + name, wrapping.apply(diff.getValue()), before, after);
                        counts.merge(came, 1, Integer::sum);
                        applied.merge(diff.getKey() + ", " + name, came == Came.SAME_TREE ? 1 : 0, Integer::sum);
                    });
                }
            }
        }
        System.out.println("WrappedDiffTest: " + counts);
        for (String maker : List.of("git diff", "git format-patch", "git show", "diff -u", "hg export")) {
            assertThat(applied.get(maker + ", bare")).as(maker).isGreaterThan(TREES / 2);
            assertThat(applied.get(maker + ", prose and a fence")).as(maker).isGreaterThan(TREES / 2);
        }
        assertThat(counts.getOrDefault(Came.SAME_TREE, 0))
                .isGreaterThan(counts.getOrDefault(Came.REFUSED_BY_THE_ENGINE, 0) * 5);
    }

    private Came carriedOut(String how, String text, Map<String, TextFile> before, Map<String, TextFile> after) {
        return switch (TextRecognizer.recognize(text)) {
            case Recognition.Command command ->
                throw new AssertionError("seed " + seed + ", " + how + ": taken for a command:\n" + text);
            case Recognition.Unusable unusable -> Came.REFUSED_AT_THE_DOOR;
            case Recognition.PatchText patch -> {
                MemoryTree tree = new MemoryTree(before);
                try {
                    DiffApplication.apply(patch.text(), Optional.empty(), tree);
                } catch (EditRefusedException refusal) {
                    yield Came.REFUSED_BY_THE_ENGINE;
                }
                assertThat(plain(tree.files()))
                        .as("seed %d, %s%n%s", seed, how, text)
                        .isEqualTo(plain(after));
                yield Came.SAME_TREE;
            }
        };
    }

    private Map<String, String> diffs(int number, Map<String, TextFile> before, Map<String, TextFile> after)
            throws Exception {
        Path place = directory.resolve(String.valueOf(number));
        TestTree.write(Files.createDirectories(place.resolve("a")), before);
        TestTree.write(Files.createDirectories(place.resolve("b")), after);
        Map<String, String> diffs = new TreeMap<>();
        diffs.put("diff -u", Git.output(place, "diff", "-ruN", "a", "b"));
        diffs.put("diff -c", Git.output(place, "diff", "-rcN", "a", "b"));
        Path repository = Files.createDirectories(place.resolve("git"));
        Git.run(repository, "", "git", "init", "-q");
        commit(repository, before, "before");
        try (var old = Files.list(repository)) {
            for (Path file : old.filter(path -> !path.endsWith(".git")).toList()) {
                Git.run(repository, "", "rm", "-rf", file.toString());
            }
        }
        commit(repository, after, "make it work, don't break it");
        diffs.put("git diff", Git.output(repository, "git", "diff", "--no-renames", "HEAD~1", "HEAD"));
        diffs.put("git show", Git.output(repository, "git", "show", "-M"));
        diffs.put("git format-patch", Git.output(repository, "git", "format-patch", "-1", "--stdout"));
        diffs.put("hg export", hgExport(diffs.get("diff -u")));
        return diffs;
    }

    private static void commit(Path repository, Map<String, TextFile> files, String message) throws Exception {
        TestTree.write(repository, files);
        Git.run(repository, "", "git", "add", "-A");
        Git.run(
                repository,
                "",
                "git",
                "-c",
                "user.name=Jo",
                "-c",
                "user.email=jo@example.org",
                "commit",
                "-q",
                "-m",
                message);
    }

    /** Mercurial is not at hand: its header before each file's diff, as hg writes it without {@code --git}. */
    private static String hgExport(String diff) {
        String head = """
                # HG changeset patch
                # User Jo <jo@example.org>
                # Date 1700000000 0
                #      Tue Nov 14 22:13:20 2023 +0000
                # Node ID 0123456789abcdef0123456789abcdef01234567
                # Parent  89abcdef0123456789abcdef0123456789abcdef
                make it work, don't break it

                """;
        return head + diff.replaceAll("(?m)^diff -ruN (?:'a/|\"a/|a/)", "diff -r 89abcdef0123 -r 0123456789ab ");
    }

    /** Each line is a command. */
    private static Map<String, TextFile> withCanaries(Map<String, TextFile> tree) {
        Map<String, TextFile> commands = new TreeMap<>();
        tree.forEach((name, file) -> commands.put(
                name,
                new TextFile(
                        List.of(file.text().split("(?<=\n)")).stream()
                                .map(line -> line.startsWith(CANARY) ? line : CANARY + line)
                                .collect(Collectors.joining()),
                        file.mode())));
        return commands;
    }

    /** Without modes, which diff does not tell, and CR: the lines of a new file that comes with CRLF end so. */
    private static Map<String, TextFile> plain(Map<String, TextFile> files) {
        Map<String, TextFile> plain = new TreeMap<>();
        files.forEach((path, file) -> plain.put(path, new TextFile(file.text().replace("\r", ""), new FileMode(0644))));
        return plain;
    }
}
