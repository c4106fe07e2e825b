package io.patchline.executor.files;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Fault;
import io.patchline.executor.directory.Directory;
import io.patchline.executor.process.Deadline;
import io.patchline.executor.process.StepEndedException;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What file actions make of the workspace, computed and not written yet. Computing takes as long as it takes; whoever shares the workspace with others then takes its lock, asks
 * {@link #isCurrent}, and if so calls {@link #carryOut}. Not for several threads at once.
 */
public final class FileComputation implements AutoCloseable {
    private final FileActions actions;
    private final FileRequest request;
    private final Workspace workspace;
    private final WorkspaceTree tree;
    private final Deadline deadline;
    private List<Problem> problems = List.of();
    private List<String> notes = List.of();
    private List<FileEffect> effects = List.of();
    private ChangeReport report = new ChangeReport(List.of(), Optional.empty());

    private FileComputation(FileActions actions, FileRequest request, Workspace workspace, Deadline deadline) {
        this.actions = actions;
        this.request = request;
        this.workspace = workspace;
        this.deadline = deadline;
        this.tree = new WorkspaceTree(workspace, actions.limits(), actions.knownAs(), deadline);
    }

    public static FileComputation of(FileActions actions, FileRequest request, Deadline deadline) throws IOException {
        Workspace workspace = Workspace.open(request.workspace());
        boolean computed = false;
        try {
            FileComputation computation = new FileComputation(actions, request, workspace, deadline);
            computation.compute();
            computed = true;
            return computation;
        } finally {
            if (!computed) {
                workspace.close();
            }
        }
    }

    private void compute() {
        ActionApplication application = new ActionApplication(tree);
        problems = application.apply(request.actions(), request.pointers());
        notes = application.notes();
        if (problems.isEmpty()) {
            effects = tree.effects();
            problems = forbidden();
            report = ChangeReport.of(effects, actions.limits().maxDiffCharacters(), deadline);
        }
    }

    /** What the workspace's owner may not do. */
    private List<Problem> forbidden() {
        List<Problem> forbidden = new ArrayList<>();
        for (FileEffect effect : effects) {
            try {
                mayChangeNames(effect);
            } catch (EditRefusedException refusal) {
                Fault fault = refusal.faults().getFirst();
                forbidden.add(new Problem(fault.code(), pointer(), fault.detail()));
            } catch (IOException e) {
                forbidden.add(problem(effect.path(), e));
            }
        }
        return forbidden;
    }

    /** Where a directory is still to be made, the one above it decides, and nothing is to be asked of the others. */
    private void mayChangeNames(FileEffect effect) throws IOException, EditRefusedException {
        List<String> names = effect.path().segments();
        for (int length = names.size() - 1; length >= 0; length--) {
            try (Directory directory = workspace.walk(names.subList(0, length))) {
                workspace.rights().toChangeNames(directory, effect);
                return;
            } catch (NoSuchFileException | NotDirectoryException e) {
                // It is to be made, perhaps in the place of a file.
            }
        }
    }

    /** Whether every file that was read is as it was then. */
    public boolean isCurrent() {
        return tree.isCurrent();
    }

    /**
     * Carries the actions out, or says why not.
     *
     * @throws IOException if a journal cannot be written. Nothing is changed then.
     * @throws StepEndedException if the deadline passes before everything is written. Nothing is changed then.
     */
    public FileResult carryOut() throws IOException {
        if (!problems.isEmpty()) {
            return FileResult.Rejected.of(problems);
        }
        if (request.dryRun()) {
            return new FileResult.WouldApply(report.files(), report.diff(), notes);
        }
        return effects.isEmpty() ? applied() : write();
    }

    private FileResult write() throws IOException {
        List<FilePath> directories;
        try {
            directories = missingDirectories();
        } catch (IOException e) {
            return FileResult.Rejected.of(List.of(problem(effects.getFirst().path(), e)));
        }
        JournalPlan plan = JournalPlan.of(UUID.randomUUID().toString(), directories, effects);
        if (request.undoable()) {
            Journal.write(request.journal(), plan, effects, actions.steps());
        }
        WorkspaceWriter writer = new WorkspaceWriter(workspace, actions.steps());
        FileWriting writing = new FileWriting(writer, plan, deadline);
        try {
            writing.write(effects);
            if (request.undoable()) {
                writer.force();
            }
            return applied();
        } catch (IOException e) {
            List<Problem> all = new ArrayList<>(List.of(problem(writing.current(), e)));
            all.addAll(undo());
            return FileResult.Rejected.of(all);
        } catch (StepEndedException e) {
            List<Problem> notUndone = undo();
            if (notUndone.isEmpty()) {
                throw e;
            }
            return FileResult.Rejected.of(notUndone);
        }
    }

    /** Returns what could not be undone. */
    private List<Problem> undo() throws IOException {
        if (!request.undoable()) {
            return List.of();
        }
        return actions.recover(request.workspace(), request.journal()).failures().stream()
                .map(failure -> new Problem(ErrorCode.FILE_REFUSED, "", failure))
                .toList();
    }

    /** In the order in which they can be made; a directory may take the place of a file that goes away. */
    private List<FilePath> missingDirectories() throws IOException {
        Set<FilePath> missing = new LinkedHashSet<>();
        for (FileEffect effect : effects) {
            if (effect.after().isPresent() && effect.before().isEmpty()) {
                missing.addAll(MissingDirectories.above(effect.path(), workspace));
            }
        }
        return List.copyOf(missing);
    }

    private FileResult applied() {
        return new FileResult.Applied(report.files(), report.diff(), notes);
    }

    private Problem problem(FilePath path, IOException cause) {
        EditRefusedException refusal = Workspace.refusal(path, cause);
        return new Problem(
                refusal.faults().getFirst().code(),
                pointer(),
                refusal.faults().getFirst().detail());
    }

    private String pointer() {
        return request.actions().size() == 1 ? request.pointers().apply(0) : "";
    }

    @Override
    public void close() throws IOException {
        workspace.close();
    }
}
