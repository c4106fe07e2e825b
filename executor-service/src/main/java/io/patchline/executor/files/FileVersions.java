package io.patchline.executor.files;

import io.patchline.executor.diff.LineDiff;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file's lines before and after, with their line ends, and what is different.
 *
 * @param text whether both are UTF-8; if not, the lines are only good for counting
 */
record FileVersions(List<String> before, List<String> after, List<LineDiff.Edit> edits, boolean text) {

    static FileVersions of(FileEffect effect) {
        boolean text = isText(effect.before()) && isText(effect.after());
        List<String> before = lines(effect.before(), text);
        List<String> after = lines(effect.after(), text);
        return new FileVersions(before, after, LineDiff.between(before, after), text);
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
