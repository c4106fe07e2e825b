package io.patchline.executor.diff;

import io.patchline.executor.edit.DiffApplication;
import io.patchline.executor.files.FileActions;
import io.patchline.executor.files.FileLimits;
import io.patchline.executor.files.FileRequest;
import io.patchline.executor.files.FileResult;
import io.patchline.patch.PatchAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Measures the patch engine against {@code git apply --recount} and {@code patch -p1} on one diff of 200 files and 20,000 lines, all in one run
 * and in turn, and prints a table in Markdown. Run it with {@code bench/patch-engine [rounds]}.
 */
public final class PatchEngineBench {
    private static final int FILES = 200;
    private static final int LINES_IN_FILE = 600;
    private static final int HUNKS_IN_FILE = 10;
    private static final int WARM_UP = 5;

    private final Path directory;
    private final Map<String, TextFile> before = new TreeMap<>();
    private final Map<String, TextFile> after = new TreeMap<>();
    private final String diff;

    private interface Contestant {
        void run(Path tree) throws Exception;
    }

    private PatchEngineBench(Path directory) throws Exception {
        this.directory = directory;
        fill(new Random(1));
        TestTree.write(directory.resolve("a"), before);
        TestTree.write(directory.resolve("b"), after);
        this.diff = Git.output(directory, "git", "diff", "--no-index", "--no-prefix", "a", "b");
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 100 : Integer.parseInt(arguments[0]);
        new PatchEngineBench(Files.createTempDirectory("patch-engine")).measure(rounds);
    }

    private void fill(Random random) {
        for (int f = 0; f < FILES; f++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < LINES_IN_FILE; i++) {
                lines.add(
                        i % 4 == 0
                                ? "    }\n"
                                : "    call" + random.nextInt(50) + "(argument" + random.nextInt(50) + ");\n");
            }
            String name = "src/module" + f % 20 + "/File" + f + ".java";
            before.put(name, new TextFile(String.join("", lines), TextFile.NEW_FILE));
            for (int h = 0; h < HUNKS_IN_FILE; h++) {
                int at = h * (LINES_IN_FILE / HUNKS_IN_FILE) + 10;
                lines.set(at, "    changed(" + random.nextInt() + ");\n");
                lines.set(at + 1, "    changed(" + random.nextInt() + ");\n");
            }
            after.put(name, new TextFile(String.join("", lines), TextFile.NEW_FILE));
        }
    }

    private Map<String, Contestant> contestants() {
        FileActions actions = new FileActions(FileLimits.DEFAULT);
        Map<String, Contestant> contestants = new LinkedHashMap<>();
        contestants.put("Patchline, engine alone (in memory)", tree -> {
            MemoryTree memory = new MemoryTree(before);
            DiffApplication.apply(diff, Optional.empty(), memory);
            check(memory.files());
        });
        contestants.put("Patchline, dry run (reads, computes, reports)", tree -> patchline(actions, tree, true));
        contestants.put("Patchline, whole (journal, fsync, report)", tree -> patchline(actions, tree, false));
        contestants.put(
                "git apply --recount (no fsync)",
                tree -> exitsWell(Git.run(tree, diff, "git", "apply", "--recount", "-")));
        contestants.put(
                "patch -p1 (no fsync, not atomic)", tree -> exitsWell(Git.run(tree, diff, "patch", "-p1", "-s")));
        return contestants;
    }

    private void patchline(FileActions actions, Path tree, boolean dryRun) throws Exception {
        List<PatchAction> list = List.of(new PatchAction.ApplyDiff(diff, Optional.empty()));
        switch (actions.apply(
                new FileRequest(tree, list, i -> "/actions/" + i, dryRun, directory.resolve("journal")))) {
            case FileResult.Applied applied -> actions.commit(directory.resolve("journal"));
            case FileResult.WouldApply dry -> exitsWell(dry.files().size() - FILES);
            case FileResult.Rejected rejected -> throw new IllegalStateException(rejected.summary());
        }
    }

    private static void exitsWell(int code) {
        if (code != 0) {
            throw new IllegalStateException("exit code " + code);
        }
    }

    private void check(Map<String, TextFile> result) {
        if (!result.equals(after)) {
            throw new IllegalStateException("the result is wrong");
        }
    }

    private void measure(int rounds) throws Exception {
        Map<String, Contestant> contestants = contestants();
        Map<String, List<Long>> nanos = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Map.Entry<String, Contestant> contestant : contestants.entrySet()) {
                Path tree = Files.createTempDirectory(directory, "tree");
                TestTree.write(tree, before);
                long start = System.nanoTime();
                contestant.getValue().run(tree);
                long taken = System.nanoTime() - start;
                if (round == 0 && !contestant.getKey().matches(".*(alone|dry run).*")) {
                    check(TestTree.read(tree));
                }
                if (round >= 0) {
                    nanos.computeIfAbsent(contestant.getKey(), key -> new ArrayList<>())
                            .add(taken);
                }
                Git.run(directory, "", "rm", "-rf", tree.toString());
            }
        }
        print(rounds, nanos);
        Git.run(directory.resolve(".."), "", "rm", "-rf", directory.toString());
    }

    private void print(int rounds, Map<String, List<Long>> nanos) {
        System.out.printf(
                "One diff of %d files and %d lines; %d rounds after %d of warm-up, in turn; Java %s.%n%n",
                FILES, diff.lines().count(), rounds, WARM_UP, System.getProperty("java.version"));
        System.out.println("| | median | p99 |");
        System.out.println("|---|---|---|");
        nanos.forEach((name, times) -> {
            long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
            System.out.printf("| %s | %.1f ms | %.1f ms |%n", name, at(sorted, 0.5), at(sorted, 0.99));
        });
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e6;
    }
}
