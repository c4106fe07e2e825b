package io.patchline.executor.edit;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Fault;
import io.patchline.executor.diff.FileEdit;
import io.patchline.executor.diff.FileTree;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.HunkLocation;
import io.patchline.executor.diff.TextFile;
import io.patchline.executor.parser.DiffParser;
import io.patchline.executor.placement.HunkPlacer;
import io.patchline.executor.placement.PatchedText;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies a diff to a tree: all of it, or it says everything that is wrong with it. */
public final class DiffApplication {
    /** Faults behind so many say nothing new: nobody looks for more. */
    private static final int MOST_FAULTS = 50;

    private final FileTree tree;
    private final Map<FilePath, TextFile> taken = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private DiffApplication(FileTree tree) {
        this.tree = tree;
    }

    /**
     * Applies a unified diff or a V4A patch.
     *
     * @param target the file that hunks without a file header are about
     * @throws EditRefusedException with everything that is wrong; the tree may then hold a part of the changes and must be thrown away
     */
    public static void apply(String diff, Optional<FilePath> target, FileTree tree) throws EditRefusedException {
        DiffParser.Reading reading = DiffParser.read(diff, target, tree.knownAs());
        DiffApplication application = new DiffApplication(tree);
        if (!reading.inOrder()) {
            application.collecting(reading.edits(), application::takeAway);
        }
        if (application.faults.isEmpty()) {
            application.collecting(reading.edits(), application::apply);
        }
        if (!application.faults.isEmpty()) {
            throw new EditRefusedException(application.faults);
        }
    }

    private interface Step {
        void carryOut(FileEdit edit) throws EditRefusedException;
    }

    private void collecting(List<FileEdit> edits, Step step) {
        for (FileEdit edit : edits) {
            if (faults.size() >= MOST_FAULTS) {
                return;
            }
            try {
                step.carryOut(edit);
            } catch (EditRefusedException refusal) {
                faults.addAll(refusal.faults());
            }
        }
    }

    /** git's diffs speak of the files as they were before all of them: what moves or goes away is read and removed first. */
    private void takeAway(FileEdit edit) throws EditRefusedException {
        switch (edit) {
            case FileEdit.Move move -> taken.put(move.from(), take(move.from()));
            case FileEdit.Delete delete -> {
                FilePath path = delete.path().existing(tree);
                taken.put(path, take(path));
            }
            case FileEdit.Copy copy -> taken.putIfAbsent(copy.from(), original(copy.from()));
            case FileEdit.Create create -> {}
            case FileEdit.Change change -> {}
        }
    }

    private TextFile take(FilePath path) throws EditRefusedException {
        TextFile file = original(path);
        tree.delete(path);
        return file;
    }

    private TextFile original(FilePath path) throws EditRefusedException {
        TextFile known = taken.get(path);
        return known != null ? known : tree.read(path);
    }

    private void apply(FileEdit edit) throws EditRefusedException {
        switch (edit) {
            case FileEdit.Create create -> {
                TextFile file = new TextFile(create.contents(), TextFile.NEW_FILE);
                create(create.path(), file.withExecutable(create.executable()));
            }
            case FileEdit.Change change -> {
                FilePath path = existingOrNew(change);
                TextFile before = tree.exists(path) ? tree.read(path) : new TextFile("", TextFile.NEW_FILE);
                tree.write(path, edited(path, before, change.hunks(), change.executable()));
            }
            case FileEdit.Move move -> {
                TextFile before = taken.containsKey(move.from()) ? original(move.from()) : take(move.from());
                create(move.to(), edited(move.from(), before, move.hunks(), move.executable()));
            }
            case FileEdit.Copy copy ->
                create(copy.to(), edited(copy.from(), original(copy.from()), copy.hunks(), copy.executable()));
            case FileEdit.Delete delete -> delete(delete);
        }
    }

    private void create(FilePath path, TextFile file) throws EditRefusedException {
        if (tree.exists(path)) {
            throw new EditRefusedException(
                    ErrorCode.FILE_EXISTS,
                    path
                            + " exists already. To change it, send a hunk that shows its lines; to overwrite it, the whole contents"
                            + " in \"mutations\" (\"op\": \"upsert\"); or give the new file another name.");
        }
        tree.write(path, file);
    }

    /** A hunk from line 0 says that there were no lines: the file may be missing. */
    private FilePath existingOrNew(FileEdit.Change change) throws EditRefusedException {
        boolean fromNothing = change.hunks().size() == 1
                && change.hunks().getFirst().where() instanceof HunkLocation.Numbered numbers
                && numbers.oldStart() == 0;
        try {
            return change.path().existing(tree);
        } catch (EditRefusedException refusal) {
            if (fromNothing && refusal.faults().getFirst().code() == ErrorCode.FILE_NOT_FOUND) {
                return change.path().forNew();
            }
            throw refusal;
        }
    }

    private void delete(FileEdit.Delete delete) throws EditRefusedException {
        FilePath path = delete.path()
                .all()
                .filter(taken::containsKey)
                .findFirst()
                .orElseGet(() -> delete.path().likely().getFirst());
        TextFile before = taken.containsKey(path) ? original(path) : take(path);
        if (!delete.hunks().isEmpty()
                && !edited(path, before, delete.hunks(), Optional.empty())
                        .text()
                        .isEmpty()) {
            throw new EditRefusedException(
                    ErrorCode.CONTEXT_NOT_FOUND,
                    path + " would be deleted, but has lines that the diff does not show. Read the file again.");
        }
    }

    private TextFile edited(FilePath path, TextFile before, List<Hunk> hunks, Optional<Boolean> executable)
            throws EditRefusedException {
        tree.work().spend(before.text().length());
        Document document = Document.of(before.text());
        HunkPlacer placer = new HunkPlacer(path.value(), document, tree.work());
        List<Fault> faults = new ArrayList<>();
        for (Hunk hunk : hunks) {
            if (faults.size() >= MOST_FAULTS) {
                break;
            }
            try {
                placer.place(hunk);
            } catch (EditRefusedException refusal) {
                faults.addAll(refusal.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new EditRefusedException(faults);
        }
        TextFile after = before.withText(PatchedText.of(document, placer.placements()));
        if (!hunks.isEmpty() && after.equals(before)) {
            throw new EditRefusedException(
                    ErrorCode.MALFORMED_DIFF,
                    "The diff changes nothing in " + path + ": it removes and adds the same lines.");
        }
        return executable.isPresent() ? after.withExecutable(executable.get()) : after;
    }
}
