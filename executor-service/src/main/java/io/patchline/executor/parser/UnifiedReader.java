package io.patchline.executor.parser;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.FileEdit;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.PathChoice;
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
    private final BetweenFiles between;
    private final List<FileEdit> edits = new ArrayList<>();

    UnifiedReader(PatchLines patch, Optional<FilePath> target) {
        this.patch = patch;
        this.target = target;
        this.hunks = new HunkReader(patch);
        this.between = new BetweenFiles(patch);
    }

    List<FileEdit> read() throws EditRefusedException {
        boolean proseAllowed = true;
        while (patch.hasNext()) {
            Optional<FileEdit> edit = edit();
            if (edit.isPresent()) {
                edits.add(edit.get());
                proseAllowed = false;
            } else {
                proseAllowed |= HunkExtent.isSignature(patch, 0);
                between.skip(proseAllowed);
            }
        }
        if (edits.isEmpty()) {
            throw new EditRefusedException(
                    ErrorCode.MALFORMED_DIFF,
                    "This is no diff: it has neither file headers (--- a/path, +++ b/path) nor hunks (@@ -1,3 +1,4 @@).");
        }
        return edits;
    }

    /** What the next lines want of a file; nothing if they are part of no file's diff. */
    private Optional<FileEdit> edit() throws EditRefusedException {
        if (patch.peek().startsWith(GitHeader.START) || GitHeader.isBareRename(patch)) {
            return Optional.of(git());
        }
        if (FileHeader.isPair(patch, 0) || FileHeader.isSingle(patch, 0)) {
            return Optional.of(plain());
        }
        return HunkReader.isHeader(patch.peek()) ? Optional.of(headless()) : Optional.empty();
    }

    private FileEdit headless() throws EditRefusedException {
        int number = patch.number();
        FilePath path = target.orElseThrow(() -> EditRefusedException.malformed(
                number,
                "hunks without a file header. Put --- a/path and +++ b/path before them, or give \"target_file\"."));
        return new FileEdit.Change(PathChoice.only(path), hunks.readAll(), Optional.empty());
    }

    private FileEdit plain() throws EditRefusedException {
        HeaderNames names = FileHeader.read(patch);
        List<Hunk> body = hunks.readAll();
        if (body.isEmpty()) {
            String deletion = names.after().absent()
                    ? " A deletion shows all lines of the file with -; or send \"op\": \"delete\" in \"mutations\"."
                    : "";
            throw EditRefusedException.malformed(
                    names.patchLine(),
                    "no hunk follows this file header." + deletion + " Hunks start with @@ -1,3 +1,4 @@.");
        }
        return edit(names, body, Optional.empty());
    }

    private FileEdit edit(HeaderNames names, List<Hunk> body, Optional<Boolean> executable)
            throws EditRefusedException {
        PathChoice path = names.path(patch, target);
        if (names.before().absent()) {
            return created(path.forNew(), body, executable.orElse(false), names.patchLine());
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
        between.refuseBinary();
        boolean named = FileHeader.isPair(patch, 0) || FileHeader.isSingle(patch, 0);
        Optional<HeaderNames> names = named ? Optional.of(FileHeader.read(patch)) : Optional.empty();
        List<Hunk> body = hunks.readAll();
        Optional<String> from = header.name("rename from", "rename old", "copy from");
        Optional<String> to = header.name("rename to", "rename new", "copy to");
        if (from.isPresent() && to.isPresent()) {
            return movedOrCopied(header, from.get(), to.get(), body);
        }
        HeaderNames used = named ? names.orElseThrow() : header.names();
        if (header.has("new file mode")) {
            boolean executable = header.executable("new file mode").orElse(false);
            return created(used.path(patch, target).forNew(), body, executable, header.patchLine());
        }
        if (header.has("deleted file mode")) {
            return new FileEdit.Delete(used.path(patch, target), body);
        }
        if (used.differ() && (named || header.has("similarity index"))) {
            return new FileEdit.Move(used.from(patch), used.to(patch), body, header.executable("new mode"));
        }
        if (used.differ() || (body.isEmpty() && !header.has("new mode"))) {
            throw EditRefusedException.malformed(
                    header.patchLine(),
                    used.differ()
                            ? "it names two files. For a rename, add the lines \"rename from <old>\" and \"rename to <new>\";"
                                    + " for a change, write the same name in both."
                            : "this file's header has neither a hunk nor a change of mode or name after it.");
        }
        return edit(used, body, header.executable("new mode"));
    }

    private FileEdit movedOrCopied(GitHeader header, String from, String to, List<Hunk> body)
            throws EditRefusedException {
        FilePath source = patch.path(from, header.patchLine());
        FilePath destination = patch.path(to, header.patchLine());
        Optional<Boolean> executable = header.executable("new mode");
        return header.has("copy from")
                ? new FileEdit.Copy(source, destination, body, executable)
                : new FileEdit.Move(source, destination, body, executable);
    }
}
