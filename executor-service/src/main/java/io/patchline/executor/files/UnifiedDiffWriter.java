package io.patchline.executor.files;

import io.patchline.executor.diff.LineDiff;
import io.patchline.executor.directory.FileState;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.List;

/** Writes changes as a unified diff in git's form, with three lines of context, which {@code git apply} takes as long as it is not cut. */
final class UnifiedDiffWriter {
    private static final int CONTEXT = 3;
    private static final String NO_FILE = "/dev/null";

    private final int most;
    private final StringBuilder text = new StringBuilder();
    private boolean cut;
    private int filesLeftOut;

    /**
     * @param most after so many characters the diff ends with the next whole line and a note
     */
    UnifiedDiffWriter(int most) {
        this.most = most;
    }

    String text() {
        String files = filesLeftOut == 0 ? "" : "; " + filesLeftOut + " more files are different";
        return cut || filesLeftOut > 0 ? text + "(cut here" + files + ")\n" : text.toString();
    }

    void add(FileEffect effect, FileVersions versions) {
        if (cut || text.length() >= most) {
            filesLeftOut++;
            return;
        }
        String before = quoted("a/", effect.path());
        String after = quoted("b/", effect.path());
        line("diff --git " + before + " " + after);
        modes(effect);
        if (!versions.text()) {
            line("Binary files differ");
            return;
        }
        if (!versions.edits().isEmpty()) {
            line("--- " + (effect.before().isPresent() ? before : NO_FILE));
            line("+++ " + (effect.after().isPresent() ? after : NO_FILE));
            hunks(versions.edits()).forEach(hunk -> add(hunk, versions));
        }
    }

    private void modes(FileEffect effect) {
        if (effect.before().isEmpty()) {
            line("new file mode " + mode(effect.after().orElseThrow()));
        } else if (effect.after().isEmpty()) {
            line("deleted file mode " + mode(effect.before().orElseThrow()));
        } else if (!effect.before().get().mode().equals(effect.after().get().mode())) {
            line("old mode " + mode(effect.before().get()));
            line("new mode " + mode(effect.after().get()));
        }
    }

    private static String mode(FileState state) {
        FileMode mode = state.mode();
        return "100" + mode.toString().substring(1);
    }

    /** Edits that are so near to each other that their context would touch make one hunk. */
    private static List<List<LineDiff.Edit>> hunks(List<LineDiff.Edit> edits) {
        List<List<LineDiff.Edit>> hunks = new ArrayList<>();
        for (LineDiff.Edit edit : edits) {
            if (hunks.isEmpty() || edit.oldFrom() - hunks.getLast().getLast().oldTo() > 2 * CONTEXT) {
                hunks.add(new ArrayList<>());
            }
            hunks.getLast().add(edit);
        }
        return hunks;
    }

    private void add(List<LineDiff.Edit> hunk, FileVersions versions) {
        LineDiff.Edit first = hunk.getFirst();
        LineDiff.Edit last = hunk.getLast();
        int lead = Math.min(CONTEXT, first.oldFrom());
        int oldFrom = first.oldFrom() - lead;
        int newFrom = first.newFrom() - lead;
        int trail = Math.min(CONTEXT, versions.before().size() - last.oldTo());
        int oldCount = last.oldTo() + trail - oldFrom;
        int newCount = last.newTo() + trail - newFrom;
        line("@@ -" + range(oldFrom, oldCount) + " +" + range(newFrom, newCount) + " @@");
        int cursor = oldFrom;
        for (LineDiff.Edit edit : hunk) {
            lines(" ", versions.before().subList(cursor, edit.oldFrom()));
            lines("-", versions.before().subList(edit.oldFrom(), edit.oldTo()));
            lines("+", versions.after().subList(edit.newFrom(), edit.newTo()));
            cursor = edit.oldTo();
        }
        lines(" ", versions.before().subList(cursor, cursor + trail));
    }

    private static String range(int from, int count) {
        return (count == 0 ? from : from + 1) + "," + count;
    }

    private void lines(String mark, List<String> lines) {
        for (String contents : lines) {
            boolean ends = contents.endsWith("\n");
            line(mark + (ends ? contents.substring(0, contents.length() - 1) : contents));
            if (!ends) {
                line("\\ No newline at end of file");
            }
        }
    }

    private void line(String line) {
        cut |= text.length() + line.length() >= most;
        if (!cut) {
            text.append(line).append('\n');
        }
    }

    /** As git quotes names with characters that would end or bend them. */
    private static String quoted(String prefix, FilePath path) {
        String name = prefix + path;
        boolean plain = name.indexOf('"') < 0 && name.indexOf('\\') < 0;
        return plain ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
