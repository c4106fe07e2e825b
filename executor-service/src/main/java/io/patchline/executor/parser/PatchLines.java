package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import io.patchline.patch.WorkspaceRoots;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The lines of a patch, read from the first to the last. A line here has no line feed; a carriage return is part of it. */
final class PatchLines {
    private static final String FENCE = "```";

    private final List<String> lines;
    private final WorkspaceRoots knownAs;
    private int next;

    /**
     * @param knownAs the absolute paths by which the patch may name the tree
     */
    PatchLines(String patch, WorkspaceRoots knownAs) {
        this.lines = Arrays.asList(patch.split("\n", -1));
        this.knownAs = knownAs;
    }

    boolean hasNext() {
        return hasNext(0);
    }

    /** The next line, or an empty one at the end. */
    String peek() {
        return peek(0);
    }

    /** The line so many lines after the next, or an empty one after the end. */
    String peek(int ahead) {
        int index = next + ahead;
        return index >= 0 && index < lines.size() ? lines.get(index) : "";
    }

    boolean hasNext(int ahead) {
        int index = next + ahead;
        int last = lines.size() - 1;
        // What follows the last line feed is not a line.
        return index < last || (index == last && !lines.getLast().isEmpty());
    }

    String take() {
        return lines.get(next++);
    }

    /** The number of the next line, from 1. */
    int number() {
        return next + 1;
    }

    boolean isBlank(int ahead) {
        return peek(ahead).isBlank();
    }

    /** How many blank lines come next. */
    int blanks(int ahead) {
        int count = 0;
        while (hasNext(ahead + count) && isBlank(ahead + count)) {
            count++;
        }
        return count;
    }

    void take(int count) {
        next += count;
    }

    void skipBlanks() {
        while (hasNext() && isBlank(0)) {
            take();
        }
    }

    /** Whether the next line opens or closes a Markdown code block, which models like to put around a patch. */
    boolean isFence() {
        return peek().startsWith(FENCE);
    }

    FilePath path(String name) throws EditRefusedException {
        return path(name, number());
    }

    /** The name, as whoever wrote the patch spells it, as a path in the workspace. */
    FilePath path(String name, int number) throws EditRefusedException {
        return path(knownAs::path, name, number);
    }

    /** The name, as git quotes it and therefore letter by letter, as a path in the workspace. */
    static FilePath quotedPath(String name, int number) throws EditRefusedException {
        return path(FilePath::new, name, number);
    }

    private static FilePath path(Function<String, FilePath> reading, String name, int number)
            throws EditRefusedException {
        try {
            return reading.apply(name);
        } catch (IllegalArgumentException e) {
            throw new EditRefusedException(
                    ErrorCode.PATH_REFUSED, "Line " + number + " of the diff: the " + e.getMessage() + ".");
        }
    }
}
