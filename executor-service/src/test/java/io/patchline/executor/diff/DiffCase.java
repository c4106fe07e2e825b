package io.patchline.executor.diff;

import io.patchline.patch.FileMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One case of the tables in {@code src/test/resources/diff}, whose README explains their form.
 *
 * @param refused the expected code on the first line and pieces of the message on the others; absent if the diff must apply
 */
record DiffCase(
        String name,
        Map<String, TextFile> before,
        String patch,
        boolean hasTarget,
        Map<String, TextFile> after,
        Optional<List<String>> refused,
        boolean gitDisagrees) {

    static List<DiffCase> read(String table) {
        List<DiffCase> cases = new ArrayList<>();
        for (String text : parts(resource(table), "## ")) {
            if (!text.isEmpty()) {
                cases.add(of(text));
            }
        }
        return cases;
    }

    private static DiffCase of(String text) {
        List<String> parts = parts(text, "=== ");
        Map<String, TextFile> before = new TreeMap<>();
        Map<String, TextFile> after = new TreeMap<>();
        String patch = "";
        boolean hasTarget = true;
        Optional<List<String>> refused = Optional.empty();
        boolean gitDisagrees = false;
        for (int i = 1; i < parts.size(); i++) {
            // The empty line before the next case belongs to no part.
            String part = i == parts.size() - 1
                    ? parts.get(i).replaceFirst("\n\\z", "") + (parts.get(i).endsWith("\n\n") ? "" : "\n")
                    : parts.get(i);
            String[] header = part.lines().findFirst().orElseThrow().split(" ", 2);
            String body = part.substring(part.indexOf('\n') + 1);
            switch (header[0]) {
                case "before" -> before.put(path(header[1]), file(header[1], body));
                case "after" -> after.put(path(header[1]), file(header[1], body));
                case "patch" -> {
                    patch = decoded(body);
                    hasTarget = header.length == 1;
                }
                case "refused" -> {
                    List<String> expected = new ArrayList<>(List.of(header[1]));
                    expected.addAll(body.lines().filter(line -> !line.isEmpty()).toList());
                    refused = Optional.of(expected);
                }
                case "git" -> gitDisagrees = true;
                default -> throw new IllegalArgumentException(part);
            }
        }
        return new DiffCase(
                text.lines().findFirst().orElseThrow(), before, patch, hasTarget, after, refused, gitDisagrees);
    }

    /** What stands between lines that start with the mark, the mark taken off. */
    private static List<String> parts(String text, String mark) {
        return Pattern.compile("^" + mark, Pattern.MULTILINE)
                .splitAsStream(text)
                .toList();
    }

    private static String path(String header) {
        return header.replaceFirst(" 0\\d{3}$", "");
    }

    private static TextFile file(String header, String body) {
        FileMode mode = header.matches(".* 0\\d{3}")
                ? FileMode.parse(header.substring(header.length() - 4))
                : TextFile.NEW_FILE;
        return new TextFile(decoded(body), mode);
    }

    private static String decoded(String text) {
        return text.replace("⟨end⟩\n", "").replace("␍", "\r").replace("␠", " ").replace("⟨BOM⟩", "\uFEFF");
    }

    private static String resource(String table) {
        try (InputStream in = Objects.requireNonNull(DiffCase.class.getResourceAsStream("/diff/" + table), table)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
