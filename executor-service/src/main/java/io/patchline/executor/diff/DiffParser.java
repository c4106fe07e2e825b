package io.patchline.executor.diff;

import io.patchline.patch.FilePath;
import java.util.List;
import java.util.Optional;

/** Tells the two formats of a diff apart and reads either. */
final class DiffParser {
    private DiffParser() {}

    /**
     * @param edits in the order of the patch: at least one
     * @param inOrder whether each edit sees what those before it did (V4A), or all see the files as they were (git: two files can swap names)
     */
    record Reading(List<FileEdit> edits, boolean inOrder) {}

    static Reading read(String patch, Optional<FilePath> target) throws EditRefusedException {
        return isV4a(patch)
                ? new Reading(new V4aReader(new PatchLines(V4aReader.withPlainEnd(patch))).read(), true)
                : new Reading(new UnifiedReader(new PatchLines(patch), target).read(), false);
    }

    /** Whether a V4A patch begins before anything that looks like a unified diff. */
    private static boolean isV4a(String patch) {
        return patch.lines()
                .filter(line -> V4aReader.isBegin(line)
                        || HunkReader.isHeader(line)
                        || line.startsWith("--- ")
                        || line.startsWith(GitHeader.START))
                .findFirst()
                .filter(V4aReader::isBegin)
                .isPresent();
    }
}
