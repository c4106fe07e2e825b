package io.patchline.executor.diff;

import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.List;

/**
 * The two names in a file's header. The {@code a/} and {@code b/} that git puts before them, or the letters of its
 * {@code diff.mnemonicPrefix}, are no part of a path.
 */
record HeaderNames(HeaderName before, HeaderName after, int patchLine) {
    private static final List<String> PREFIXES =
            List.of("a/b/", "i/w/", "c/i/", "c/w/", "o/w/", "w/i/", "i/c/", "w/c/", "w/o/");

    /** The path that the names mean, or its candidates. */
    PathChoice path() throws EditRefusedException {
        boolean prefixed = isPrefixed();
        List<FilePath> plain = new ArrayList<>();
        List<FilePath> stripped = new ArrayList<>();
        for (HeaderName name : List.of(after, before)) {
            if (!name.isNoFile()) {
                plain.add(PatchLines.path(name.name(), patchLine));
                if (name.name().indexOf('/') >= 0) {
                    stripped.add(
                            PatchLines.path(name.name().substring(name.name().indexOf('/') + 1), patchLine));
                }
            }
        }
        if (plain.isEmpty()) {
            throw EditRefusedException.malformed(
                    patchLine, "both names are /dev/null. Name the file that is created or deleted.");
        }
        if (prefixed) {
            return new PathChoice(stripped, plain);
        }
        plain.addAll(stripped);
        return new PathChoice(plain, List.of());
    }

    private boolean isPrefixed() {
        return PREFIXES.stream().anyMatch(pair -> fits(before, pair.substring(0, 2)) && fits(after, pair.substring(2)));
    }

    private static boolean fits(HeaderName name, String prefix) {
        return name.isNoFile() || name.name().startsWith(prefix);
    }
}
