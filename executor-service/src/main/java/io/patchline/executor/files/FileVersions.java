package io.patchline.executor.files;

import io.patchline.executor.diff.LineDiff;
import io.patchline.executor.directory.FileState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file's lines before and after, with their line ends, and what is different.
 *
 * @param text whether both are UTF-8 and not too long; if not, the lines are only good for counting
 */
record FileVersions(List<String> before, List<String> after, List<LineDiff.Edit> edits, boolean text) {

    /** More lines, on both sides together, are not compared: as objects they take ten times the memory of the file. */
    private static final int MOST_LINES = 1_000_000;

    static FileVersions of(FileEffect effect) {
        int linesBefore = count(effect.before());
        int linesAfter = count(effect.after());
        if (linesBefore + linesAfter > MOST_LINES) {
            return new FileVersions(
                    List.of(), List.of(), List.of(new LineDiff.Edit(0, linesBefore, 0, linesAfter)), false);
        }
        boolean text = isText(effect.before()) && isText(effect.after());
        List<String> before = lines(effect.before(), text);
        List<String> after = lines(effect.after(), text);
        return new FileVersions(before, after, LineDiff.between(before, after), text);
    }

    private static int count(Optional<FileState> state) {
        return state.map(file -> file.contents().lines()).orElse(0);
    }

    private static boolean isText(Optional<FileState> state) {
        return state.map(file -> file.contents().text().isPresent()).orElse(true);
    }

    private static List<String> lines(Optional<FileState> state, boolean text) {
        String contents = state.map(file -> text
                        ? file.contents().text().orElseThrow()
                        : StandardCharsets.ISO_8859_1
                                .decode(file.contents().buffer())
                                .toString())
                .orElse("");
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < contents.length(); ) {
            int newline = contents.indexOf('\n', start);
            int end = newline < 0 ? contents.length() : newline + 1;
            lines.add(contents.substring(start, end));
            start = end;
        }
        return lines;
    }
}
