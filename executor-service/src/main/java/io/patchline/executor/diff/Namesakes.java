package io.patchline.executor.diff;

import io.patchline.patch.FilePath;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Tells of files that have the name of one that does not exist, in another directory or in other case. */
public final class Namesakes {
    private static final int MOST_SHOWN = 3;

    private Namesakes() {}

    /** Whether the second could be meant by the first. */
    public static boolean areAlike(FilePath missing, String name) {
        return missing.segments().getLast().equalsIgnoreCase(name);
    }

    /** A sentence with a blank before it; empty if none of the paths could be meant. */
    public static String sentence(FilePath missing, Collection<FilePath> paths) {
        List<FilePath> alike = paths.stream()
                .filter(path -> areAlike(missing, path.segments().getLast()))
                .sorted(Comparator.comparing(FilePath::value))
                .toList();
        if (alike.isEmpty()) {
            return "";
        }
        String shown = alike.stream().limit(MOST_SHOWN).map(FilePath::value).collect(Collectors.joining(", "));
        return " There is " + shown + (alike.size() > MOST_SHOWN ? " and others" : "")
                + ": if it is meant, write that path.";
    }
}
