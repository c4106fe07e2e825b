package io.patchline.executor.diff;

import io.patchline.patch.FileMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes trees and edits of them. Lines come from a small stock, so that the same context often occurs more than once. */
final class RandomTrees {
    private static final List<String> NAMES = List.of(
            "a.txt",
            "src/Main.java",
            "src/with space.txt",
            "docs/ä ö.md",
            "b",
            "x/y/z/deep.cfg",
            "a/b/a.txt",
            "b/c.txt",
            "UPPER.TXT",
            "no_ext");
    private static final List<String> STOCK = List.of(
            "",
            "",
            "{",
            "}",
            "    return x;",
            "  x = 1",
            "\tx = 1",
            "-- comment",
            "++ i",
            "@@ not a header",
            "diff of things",
            "--- a",
            "+++ b",
            "\\ No newline",
            "*** Begin Patch",
            "trailing  ",
            " leading",
            "“quoted” – text",
            "end",
            "\f");

    private final Random random;
    private final boolean gitFeatures;

    /**
     * @param gitFeatures whether trees may have what only git's diffs can express: modes and empty files
     */
    RandomTrees(Random random, boolean gitFeatures) {
        this.random = random;
        this.gitFeatures = gitFeatures;
    }

    Map<String, TextFile> tree() {
        Map<String, TextFile> tree = new TreeMap<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            put(tree, NAMES.get(random.nextInt(NAMES.size())), file());
        }
        return tree;
    }

    private TextFile file() {
        int length = random.nextInt(8) == 0 && gitFeatures ? 0 : random.nextInt(1, random.nextBoolean() ? 8 : 60);
        List<String> lines = new ArrayList<>();
        String lineEnd = random.nextInt(5) == 0 ? "\r\n" : "\n";
        for (int i = 0; i < length; i++) {
            lines.add(line() + (random.nextInt(50) == 0 ? "\r\n" : lineEnd));
        }
        return new TextFile(text(lines), mode());
    }

    private FileMode mode() {
        return new FileMode(gitFeatures && random.nextInt(4) == 0 ? 0755 : 0644);
    }

    private String line() {
        return random.nextInt(3) == 0 ? "line " + random.nextInt(200) : STOCK.get(random.nextInt(STOCK.size()));
    }

    private String text(List<String> lines) {
        String text = String.join("", lines);
        String cut = random.nextInt(6) == 0 ? text.replaceFirst("\r?\n\\z", "") : text;
        return cut.isEmpty() && !gitFeatures ? text : cut;
    }

    /** A file cannot be where a directory is; the tree stays without such. */
    private static void put(Map<String, TextFile> tree, String name, TextFile file) {
        if (!clashes(tree, name)) {
            tree.put(name, file);
        }
    }

    private static boolean clashes(Map<String, TextFile> tree, String name) {
        return tree.keySet().stream().anyMatch(other -> other.startsWith(name + "/") || name.startsWith(other + "/"));
    }

    /** Another tree, made from this one by edits as people make them. */
    Map<String, TextFile> edited(Map<String, TextFile> tree) {
        Map<String, TextFile> edited = new TreeMap<>(tree);
        for (Map.Entry<String, TextFile> entry : tree.entrySet()) {
            String name = entry.getKey();
            TextFile file = entry.getValue();
            switch (random.nextInt(10)) {
                case 0 -> edited.remove(name);
                case 1 -> {
                    edited.remove(name);
                    put(edited, NAMES.get(random.nextInt(NAMES.size())), edited(file));
                }
                case 2 -> {}
                default -> edited.put(name, edited(file));
            }
        }
        if (random.nextInt(3) == 0 || edited.isEmpty()) {
            put(edited, NAMES.get(random.nextInt(NAMES.size())), file());
        }
        // diff can only mention that a directory became a file.
        if (!gitFeatures && edited.keySet().stream().anyMatch(name -> clashes(tree, name))) {
            return edited(tree);
        }
        return edited;
    }

    private TextFile edited(TextFile file) {
        List<String> lines = new ArrayList<>(lines(file));
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int at = random.nextInt(lines.size() + 1);
            int kind = random.nextInt(3);
            if (kind != 0 && at < lines.size()) {
                lines.remove(at);
            }
            if (kind != 1) {
                lines.add(at, line() + "\n");
            }
        }
        if (lines.isEmpty() && !gitFeatures) {
            lines.add("not empty\n");
        }
        for (int i = 0; i < lines.size() - 1; i++) {
            if (!lines.get(i).endsWith("\n")) {
                lines.set(i, lines.get(i) + "\n");
            }
        }
        return new TextFile(text(lines), random.nextInt(8) == 0 ? mode() : file.mode());
    }

    /** The same file after others have worked on it: lines in front, and sometimes a copy of a piece of it. */
    TextFile drifted(TextFile file) {
        List<String> lines = new ArrayList<>(lines(file));
        int at = random.nextInt(lines.size() + 1);
        if (random.nextInt(3) > 0 && lines.size() > 4) {
            int from = random.nextInt(lines.size() - 3);
            int to = Math.min(from + random.nextInt(3, 25), lines.size());
            lines.addAll(
                    at,
                    List.copyOf(lines.subList(from, to)).stream()
                            .map(RandomTrees::whole)
                            .toList());
        } else {
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                lines.add(at, line() + "\n");
            }
        }
        return new TextFile(String.join("", lines), file.mode());
    }

    private static String whole(String line) {
        return line.endsWith("\n") ? line : line + "\n";
    }

    private static List<String> lines(TextFile file) {
        try {
            return Document.of(file.text()).lines();
        } catch (EditRefusedException e) {
            throw new AssertionError(e);
        }
    }
}
