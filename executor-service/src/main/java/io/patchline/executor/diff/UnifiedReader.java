package io.patchline.executor.diff;

import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a unified diff: git's, with its extended headers, as well as those of {@code diff -u}, {@code diff -ruN} and
 * {@code git format-patch}, and hunks alone where the file is known otherwise.
 */
final class UnifiedReader {
    private final PatchLines patch;
    private final Optional<FilePath> target;
    private final HunkReader hunks;
    private final List<FileEdit> edits = new ArrayList<>();

    UnifiedReader(PatchLines patch, Optional<FilePath> target) {
        this.patch = patch;
        this.target = target;
        this.hunks = new HunkReader(patch);
    }

    List<FileEdit> read() throws EditRefusedException {
        boolean proseAllowed = true;
        while (patch.hasNext()) {
            if (patch.peek().startsWith(GitHeader.START)) {
                edits.add(git());
                proseAllowed = false;
            } else if (isFileHeader()) {
                edits.add(plain());
                proseAllowed = false;
            } else if (HunkReader.isHeader(patch.peek())) {
                edits.add(headless());
                proseAllowed = false;
            } else {
                proseAllowed |= HunkExtent.isSignature(patch, 0);
                skip(proseAllowed);
            }
        }
        if (edits.isEmpty()) {
            throw new EditRefusedException(
                    ErrorCode.MALFORMED_DIFF,
                    "This is no diff: it has neither file headers (--- a/path, +++ b/path) nor hunks (@@ -1,3 +1,4 @@).");
        }
        return edits;
    }

    private boolean isFileHeader() {
        return patch.peek().startsWith("--- ") && patch.peek(1).startsWith("+++ ");
    }

    /** Passes over a line that is part of no file's diff: prose before the first, and a few lines that programs write in between. */
    private void skip(boolean proseAllowed) throws EditRefusedException {
        int number = patch.number();
        String line = patch.take();
        if (line.startsWith("GIT binary patch") || line.startsWith("Binary files ")) {
            throw new EditRefusedException(
                    ErrorCode.FILE_REFUSED, "Line " + number + " of the diff: binary files are not patched.");
        }
        if (line.startsWith("Only in ") || (line.startsWith("diff -") && !isFileHeader())) {
            throw EditRefusedException.malformed(
                    number, "it names a file without saying what is in it. Make the diff with diff -ruN or git diff.");
        }
        boolean known =
                line.isBlank() || line.startsWith("diff -") || line.startsWith("Index: ") || line.startsWith("====");
        if (!known
                && !proseAllowed
                && !line.startsWith("```")
                && !line.stripTrailing().equals("--")) {
            throw EditRefusedException.malformed(
                    number,
                    "\"" + LineExcerpt.of(line)
                            + "\" is no line of a diff. Lines of a hunk start with a space, + or -; then come @@, diff or ---.");
        }
    }

    private FileEdit headless() throws EditRefusedException {
        int number = patch.number();
        FilePath path = target.orElseThrow(() -> EditRefusedException.malformed(
                number, "hunks without a file header. Put --- a/path and +++ b/path before them."));
        return new FileEdit.Change(PathChoice.only(path), hunks.readAll(), Optional.empty());
    }

    private FileEdit plain() throws EditRefusedException {
        HeaderNames names = names();
        List<Hunk> body = hunks.readAll();
        if (body.isEmpty()) {
            throw EditRefusedException.malformed(
                    names.patchLine(), "no hunk follows this file header. Hunks start with @@ -1,3 +1,4 @@.");
        }
        return edit(names.path(), names, body, Optional.empty());
    }

    private HeaderNames names() throws EditRefusedException {
        int number = patch.number();
        HeaderName before = HeaderName.of(patch.take().substring(4), number);
        return new HeaderNames(before, HeaderName.of(patch.take().substring(4), number + 1), number);
    }

    private static FileEdit edit(PathChoice path, HeaderNames names, List<Hunk> body, Optional<Boolean> executable)
            throws EditRefusedException {
        if (names.before().absent()) {
            return created(path.best(), body, executable.orElse(false), names.patchLine());
        }
        return names.after().absent() ? new FileEdit.Delete(path, body) : new FileEdit.Change(path, body, executable);
    }

    private static FileEdit created(FilePath path, List<Hunk> body, boolean executable, int patchLine)
            throws EditRefusedException {
        if (body.stream().anyMatch(hunk -> hunk.oldLines().size() > hunk.looseBlanks())) {
            throw EditRefusedException.malformed(
                    patchLine,
                    path + " is new, but a hunk has lines that it should have had before. Mark all lines with +.");
        }
        if (body.size() > 1) {
            throw EditRefusedException.malformed(
                    patchLine, path + " is new, and yet has more than one hunk. Put all its lines into one.");
        }
        StringBuilder contents = new StringBuilder();
        body.forEach(hunk -> hunk.withoutLooseBlanks().orElse(hunk).newLines().forEach(contents::append));
        return new FileEdit.Create(path, contents.toString(), executable);
    }

    private FileEdit git() throws EditRefusedException {
        GitHeader header = GitHeader.read(patch);
        boolean named = isFileHeader();
        Optional<HeaderNames> names = named ? Optional.of(names()) : Optional.empty();
        List<Hunk> body = hunks.readAll();
        Optional<String> from = header.name("rename from", "rename old", "copy from");
        Optional<String> to = header.name("rename to", "rename new", "copy to");
        if (from.isPresent() && to.isPresent()) {
            return movedOrCopied(header, from.get(), to.get(), body);
        }
        HeaderNames used = named ? names.orElseThrow() : header.names();
        if (header.has("new file mode")) {
            boolean executable = header.executable("new file mode").orElse(false);
            return created(used.path().best(), body, executable, header.patchLine());
        }
        if (header.has("deleted file mode")) {
            return new FileEdit.Delete(used.path(), body);
        }
        if (body.isEmpty() && !header.has("new mode")) {
            throw EditRefusedException.malformed(
                    header.patchLine(), "this file's header has neither a hunk nor a change of mode or name after it.");
        }
        return edit(used.path(), used, body, header.executable("new mode"));
    }

    private static FileEdit movedOrCopied(GitHeader header, String from, String to, List<Hunk> body)
            throws EditRefusedException {
        FilePath source = PatchLines.path(from, header.patchLine());
        FilePath destination = PatchLines.path(to, header.patchLine());
        Optional<Boolean> executable = header.executable("new mode");
        return header.has("copy from")
                ? new FileEdit.Copy(source, destination, body, executable)
                : new FileEdit.Move(source, destination, body, executable);
    }
}
