package io.patchline.executor.files;

import io.patchline.executor.diff.Refusal;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.FilePath;
import io.patchline.patch.WorkspaceRoots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Carries out file actions: all of them or none. Everything is computed in memory first; then it is written, under a journal that survives
 * the end of the process. Safe for use by several threads, as long as nobody else works in the same workspace at the same time.
 */
public final class FileActions {
    private final FileLimits limits;
    private final WorkspaceRoots knownAs;
    private final StepObserver steps;

    public FileActions(FileLimits limits) {
        this(limits, WorkspaceRoots.NONE);
    }

    /**
     * @param knownAs the absolute paths by which a diff may name the workspace
     */
    public FileActions(FileLimits limits, WorkspaceRoots knownAs) {
        this(limits, knownAs, StepObserver.NONE);
    }

    FileActions(FileLimits limits, StepObserver steps) {
        this(limits, WorkspaceRoots.NONE, steps);
    }

    private FileActions(FileLimits limits, WorkspaceRoots knownAs, StepObserver steps) {
        this.limits = limits;
        this.knownAs = knownAs;
        this.steps = steps;
    }

    /**
     * Carries out the actions.
     *
     * @throws IOException if the fault is the executor's: no workspace, or a journal that cannot be written. Nothing is changed then.
     */
    public FileResult apply(FileRequest request) throws IOException {
        try (Workspace workspace = Workspace.open(request.workspace())) {
            WorkspaceTree tree = new WorkspaceTree(workspace, limits, knownAs);
            List<Problem> problems = new ActionApplication(tree).apply(request.actions(), request.pointers());
            if (!problems.isEmpty()) {
                return rejected(problems);
            }
            List<FileEffect> effects = tree.effects();
            ChangeReport report = ChangeReport.of(effects, limits.maxDiffCharacters());
            if (request.dryRun()) {
                return new FileResult.WouldApply(report.files(), report.diff());
            }
            return effects.isEmpty() ? applied(request, report) : write(workspace, request, effects, report);
        }
    }

    /**
     * Undoes what a process that died left half done, or done but not committed. Does nothing where there is no journal. Can itself be
     * interrupted and repeated.
     *
     * @throws IOException if the workspace or the journal cannot be read at all
     */
    public Restoration recover(Path workspace, Path journal) throws IOException {
        return RollBack.of(workspace, journal, steps);
    }

    /** Makes the changes of a process that died last, and deletes its journal: for a patch whose success is on record already. */
    public void commit(Path journal) throws IOException {
        Journal.discard(journal, steps);
    }

    private FileResult write(Workspace workspace, FileRequest request, List<FileEffect> effects, ChangeReport report)
            throws IOException {
        List<FilePath> directories;
        try {
            directories = missingDirectories(workspace, effects);
        } catch (IOException e) {
            return rejected(List.of(problem(request, effects.getFirst().path(), e)));
        }
        String token = UUID.randomUUID().toString();
        JournalPlan plan = JournalPlan.of(token, directories, effects);
        Journal journal = Journal.write(request.journal(), plan, effects, steps);
        FileWriting writing = new FileWriting(new WorkspaceWriter(workspace, steps), journal.plan());
        try {
            writing.write(effects);
            return applied(request, report);
        } catch (IOException e) {
            List<Problem> problems = new ArrayList<>(List.of(problem(request, writing.current(), e)));
            Restoration restoration = recover(request.workspace(), request.journal());
            restoration.failures().forEach(failure -> problems.add(new Problem(ErrorCode.FILE_REFUSED, "", failure)));
            return rejected(problems);
        }
    }

    /** In the order in which they can be made; a directory may take the place of a file that goes away. */
    private static List<FilePath> missingDirectories(Workspace workspace, List<FileEffect> effects) throws IOException {
        Set<FilePath> missing = new LinkedHashSet<>();
        for (FileEffect effect : effects) {
            if (effect.after().isPresent() && effect.before().isEmpty()) {
                missing.addAll(MissingDirectories.above(effect.path(), workspace));
            }
        }
        return List.copyOf(missing);
    }

    private FileResult applied(FileRequest request, ChangeReport report) {
        FileTransaction transaction = new FileTransaction(request.workspace(), request.journal(), steps);
        return new FileResult.Applied(report.files(), report.diff(), transaction);
    }

    private static Problem problem(FileRequest request, FilePath path, IOException cause) {
        Refusal refusal = Workspace.refusal(path, cause);
        String pointer = request.actions().size() == 1 ? request.pointers().apply(0) : "";
        return new Problem(
                refusal.faults().getFirst().code(),
                pointer,
                refusal.faults().getFirst().detail());
    }

    private static FileResult.Rejected rejected(List<Problem> problems) {
        Problem first = problems.getFirst();
        String line = first.detail().lines().findFirst().orElse("");
        String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        return new FileResult.Rejected(first.code(), line + more, problems);
    }
}
