package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.FileEdit;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.executor.diff.PathChoice;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a V4A patch, the format of OpenAI's {@code apply_patch}. The authority is the grammar in openai/codex,
 * {@code codex-rs/apply-patch/src/parser.rs}, with its leniencies: blanks around markers, a here-document around the patch, blank lines
 * between hunks, a first hunk without {@code @@}. Several {@code @@} lines before a hunk, which its instructions to models promise,
 * are read too.
 */
final class V4aReader {
    static final String BEGIN = "*** Begin Patch";
    private static final String END = "*** End Patch";
    private static final String ADD = "*** Add File: ";
    private static final String DELETE = "*** Delete File: ";
    private static final String UPDATE = "*** Update File: ";
    private static final String MOVE = "*** Move to: ";

    private final PatchLines patch;

    V4aReader(PatchLines patch) {
        this.patch = patch;
    }

    static boolean isBegin(String line) {
        return line.strip().equalsIgnoreCase(BEGIN);
    }

    /** The patch with its end marker at the beginning of the last line: blanks before it must not make it a line of a hunk. */
    static String withPlainEnd(String patch) {
        String text = patch.stripTrailing();
        int lastLine = text.lastIndexOf('\n') + 1;
        return text.substring(lastLine).strip().equalsIgnoreCase(END) ? text.substring(0, lastLine) + END : patch;
    }

    List<FileEdit> read() throws EditRefusedException {
        skipWrapping();
        if (!isBegin(patch.peek())) {
            throw EditRefusedException.malformed(patch.number(), "the first line must be \"" + BEGIN + "\".");
        }
        patch.take();
        List<FileEdit> edits = new ArrayList<>();
        for (patch.skipBlanks(); !isEnd(); patch.skipBlanks()) {
            edits.add(edit());
        }
        patch.take();
        skipWrapping();
        if (patch.hasNext()) {
            throw EditRefusedException.malformed(patch.number(), "nothing may follow \"" + END + "\".");
        }
        if (edits.isEmpty()) {
            throw EditRefusedException.malformed(1, "nothing stands between \"" + BEGIN + "\" and \"" + END + "\".");
        }
        return edits;
    }

    /** A Markdown fence or a here-document's delimiters, which models put around a patch. */
    private void skipWrapping() {
        patch.skipBlanks();
        if (patch.isFence() || patch.peek().strip().matches("<<-?['\"]?EOF['\"]?|EOF")) {
            patch.take();
            patch.skipBlanks();
        }
    }

    private boolean isEnd() throws EditRefusedException {
        if (!patch.hasNext()) {
            throw EditRefusedException.malformed(
                    patch.number(), "the last line must be \"" + END + "\": the patch seems to be cut short.");
        }
        return patch.peek().strip().equalsIgnoreCase(END);
    }

    private FileEdit edit() throws EditRefusedException {
        int number = patch.number();
        String header = patch.take().strip();
        if (header.startsWith(ADD)) {
            return new FileEdit.Create(patch.path(header.substring(ADD.length()), number), contents(), false);
        }
        if (header.startsWith(DELETE)) {
            return new FileEdit.Delete(
                    PathChoice.only(patch.path(header.substring(DELETE.length()), number)), List.of());
        }
        if (header.startsWith(UPDATE)) {
            return update(patch.path(header.substring(UPDATE.length()), number), number);
        }
        throw EditRefusedException.malformed(
                number,
                "\"" + LineExcerpt.of(header) + "\" is no file header. There are \"" + ADD + "path\", \"" + UPDATE
                        + "path\" and \"" + DELETE + "path\"; a new file's lines all start with +.");
    }

    /** A new file's lines. An empty one among them may lack its mark. */
    private String contents() {
        StringBuilder contents = new StringBuilder();
        for (int blanks = patch.blanks(0); patch.peek(blanks).startsWith("+"); blanks = patch.blanks(0)) {
            patch.take(blanks);
            contents.append("\n".repeat(blanks))
                    .append(patch.peek(), 1, patch.peek().length())
                    .append('\n');
            patch.take();
        }
        return contents.toString();
    }

    private FileEdit update(FilePath path, int number) throws EditRefusedException {
        Optional<FilePath> to = Optional.empty();
        if (patch.peek().strip().startsWith(MOVE)) {
            to = Optional.of(patch.path(patch.peek().strip().substring(MOVE.length())));
            patch.take();
        }
        List<Hunk> hunks = new V4aHunkReader(patch, path).readAll();
        if (to.isPresent() && !to.get().equals(path)) {
            return new FileEdit.Move(path, to.get(), hunks, Optional.empty());
        }
        if (hunks.isEmpty()) {
            throw EditRefusedException.malformed(number, "no hunk follows for " + path + ". A hunk starts with @@.");
        }
        return new FileEdit.Change(PathChoice.only(path), hunks, Optional.empty());
    }
}
