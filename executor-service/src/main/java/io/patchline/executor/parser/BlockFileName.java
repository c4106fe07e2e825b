package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.patch.FilePath;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the name of a block's file in the lines before it: the last line of text, or the line that opens its Markdown fence. */
final class BlockFileName {
    private static final Pattern DECORATION =
            Pattern.compile("^(?:#+\\s+|[-*]\\s+|\\d+\\.\\s+)?(?i:file(?:name|path)?\\s*:\\s*|path\\s*:\\s*)?(.*?):?$");

    private static final Pattern QUOTED = Pattern.compile("(`{1,16}|\\*\\*|\"|')([^`*\"']+)\\1");
    private static final Pattern PATH = Pattern.compile(
            "(?=[^\\s/\\\\]*+[/\\\\])\\S++(?<![/\\\\.])|\\S*\\.\\w[\\w+-]*+|[A-Z]\\w*file|README|LICENSE|CHANGELOG");
    private static final Pattern FENCE = Pattern.compile("\\s*(?:`{3,}|~{3,})(.*)");

    private final PatchLines patch;
    private Optional<String> name = Optional.empty();
    private int number;

    BlockFileName(PatchLines patch) {
        this.patch = patch;
    }

    /** Takes a line that is part of no block. */
    void see() {
        int at = patch.number();
        String line = patch.take().strip();
        Matcher fence = FENCE.matcher(line);
        Optional<String> found = fence.matches() ? inFence(fence.group(1).strip()) : inText(line);
        boolean says = found.isPresent() || !(fence.matches() || line.isEmpty());
        if (says) {
            name = found;
            number = at;
        }
    }

    /** The file that the lines since the block before name, if they do. */
    Optional<FilePath> take() throws EditRefusedException {
        Optional<String> found = name;
        name = Optional.empty();
        return found.isPresent() ? Optional.of(patch.path(found.get(), number)) : Optional.empty();
    }

    /** {@code ```python src/app.py} or {@code ```python:src/app.py}. */
    private static Optional<String> inFence(String info) {
        List<String> words = List.of(info.split("[\\s:]+"));
        return words.size() > 1
                ? Optional.of(words.getLast()).filter(BlockFileName::isPath)
                : Optional.of(info).filter(text -> text.indexOf('/') > 0);
    }

    private static Optional<String> inText(String line) {
        Matcher plain = DECORATION.matcher(line);
        String text = plain.matches() ? plain.group(1).strip() : line;
        Matcher whole = QUOTED.matcher(text);
        if (whole.matches()) {
            return Optional.of(whole.group(2).strip().replaceFirst(":$", ""));
        }
        if (isPath(text)) {
            return Optional.of(text);
        }
        List<String> quoted = QUOTED.matcher(line)
                .results()
                .map(result -> result.group(2).strip())
                .filter(BlockFileName::isPath)
                .distinct()
                .toList();
        return quoted.size() == 1 ? Optional.of(quoted.getFirst()) : Optional.empty();
    }

    private static boolean isPath(String text) {
        return PATH.matcher(text).matches();
    }
}
