package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.FileEdit;
import io.patchline.patch.FilePath;
import io.patchline.patch.WorkspaceRoots;
import java.util.List;
import java.util.Optional;

/** Tells the formats of a diff apart and reads each. */
public final class DiffParser {
    private DiffParser() {}

    /**
     * @param edits in the order of the patch: at least one
     * @param inOrder whether each edit sees what those before it did (V4A, SEARCH/REPLACE blocks), or all see the files as they were (git: two files can swap names)
     */
    public record Reading(List<FileEdit> edits, boolean inOrder) {}

    public static Reading read(String patch, Optional<FilePath> target, WorkspaceRoots knownAs)
            throws EditRefusedException {
        PatchLines lines = new PatchLines(patch, knownAs);
        return switch (format(patch)) {
            case V4A -> new Reading(new V4aReader(new PatchLines(V4aReader.withPlainEnd(patch), knownAs)).read(), true);
            case SEARCH_REPLACE -> new Reading(new SearchReplaceReader(lines, target).read(), true);
            case UNIFIED -> new Reading(new UnifiedReader(lines, target).read(), false);
        };
    }

    private enum Format {
        V4A,
        SEARCH_REPLACE,
        UNIFIED
    }

    /** The format whose sign comes first. */
    private static Format format(String patch) {
        return patch.lines().flatMap(line -> sign(line).stream()).findFirst().orElse(Format.UNIFIED);
    }

    private static Optional<Format> sign(String line) {
        if (V4aReader.isBegin(line)) {
            return Optional.of(Format.V4A);
        }
        if (SearchReplaceReader.isSearch(line)) {
            return Optional.of(Format.SEARCH_REPLACE);
        }
        boolean unified = HunkReader.isHeader(line) || line.startsWith("--- ") || line.startsWith(GitHeader.START);
        return unified ? Optional.of(Format.UNIFIED) : Optional.empty();
    }
}
