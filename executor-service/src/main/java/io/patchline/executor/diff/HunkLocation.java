package io.patchline.executor.diff;

import java.util.List;

/** What a hunk says of its place, besides its lines. */
public sealed interface HunkLocation {

    /** Line numbers from a unified diff's header, from 1; 0 stands for the place before the first line. */
    record Numbered(int oldStart, int newStart) implements HunkLocation {
        public int oldIndex() {
            return Math.max(oldStart - 1, 0);
        }

        public int newIndex() {
            return Math.max(newStart - 1, 0);
        }
    }

    /** Nothing: the lines must say it all. */
    record Anywhere() implements HunkLocation {}

    /**
     * V4A: the first place after the hunk before it.
     *
     * @param anchors lines that come before the hunk, one after the other, each sought from the one before it
     * @param atEnd whether the hunk's lines are the file's last
     * @param unique whether there must be one place only: an anchor was there that names no line, such as numbers or the file's name
     */
    record AfterCursor(List<String> anchors, boolean atEnd, boolean unique) implements HunkLocation {
        public AfterCursor {
            anchors = List.copyOf(anchors);
        }
    }
}
