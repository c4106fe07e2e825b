package io.patchline.executor.actions;

import io.patchline.executor.files.FileActions;
import io.patchline.executor.files.FileComputation;
import io.patchline.executor.files.FileLimits;
import io.patchline.executor.files.FileRequest;
import io.patchline.executor.files.FileResult;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.executor.process.StepEndedException;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.Patch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The file actions of runs. What an attempt changed is in its run's journals until the run is over, so that it can be undone: by the same
 * process when a later step fails, or by the next one when this process dies.
 *
 * <p>The workspace's lock is held for comparing and writing only: what takes long, which a few bytes can order, is done before and by the deadline of the step.
 */
final class FileSteps {
    /** A file that is another each time it is compared is being written to all the time. */
    private static final int MOST_COMPUTATIONS = 10;

    /** So often undoing is tried in a cancelled run, a second apart, before a person hears of it. */
    private static final int TRIES_IF_CANCELLED = 3;

    private final FileActions files;
    private final Path workspace;
    private final boolean undoable;
    private final WorkspaceLock lock;

    private FileSteps(FileActions files, WorkspacePlace place, WorkspaceLock lock) {
        this.files = files;
        this.workspace = place.directory();
        this.undoable = place.lasting();
        this.lock = lock;
    }

    /** Those of a workspace. */
    static FileSteps in(WorkspacePlace place) {
        WorkspaceLock lock = new WorkspaceLock(place.state().resolve("workspace.lock"));
        return new FileSteps(new FileActions(FileLimits.DEFAULT, place.knownAs()), place, lock);
    }

    /** @throws StepEndedException if the deadline passes before all is written; nothing is changed then */
    FileResult apply(ActionGroup.FileChanges group, Patch patch, AttemptContext attempt) throws InterruptedException {
        Deadline deadline = Deadline.after(patch.options().timeout(), attempt.cancellation());
        Path journals = attempt.journals();
        FileRequest request = new FileRequest(
                workspace,
                group.actions(),
                action -> patch.pointer(group.firstIndex() + action),
                patch.options().dryRun(),
                journals.resolve("%06d".formatted(group.firstIndex())),
                undoable);
        return DiskRetry.until("file changes", deadline, () -> {
            if (undoable) {
                Files.createDirectories(journals);
            }
            Optional<FileResult> result = Optional.empty();
            for (int i = 0; i < MOST_COMPUTATIONS && result.isEmpty(); i++) {
                result = tryToApply(request, deadline);
            }
            return result.orElseGet(
                    () -> FileResult.Rejected.of(
                            List.of(
                                    new Problem(
                                            ErrorCode.FILE_REFUSED,
                                            "",
                                            "Something else changed the files each of the " + MOST_COMPUTATIONS
                                                    + " times that this patch was about to. Give both the same lane, or stop what writes to them."))));
        });
    }

    /** Empty if a file was changed while it was computed what to make of it. */
    private Optional<FileResult> tryToApply(FileRequest request, Deadline deadline) throws IOException {
        try (FileComputation computation = files.compute(request, deadline);
                WorkspaceLock.Held held = lock.take(deadline)) {
            // There is something to undo only where the disk refused the step before this one.
            List<String> failures =
                    undoable ? files.recover(workspace, request.journal()).failures() : List.of();
            if (!failures.isEmpty()) {
                return Optional.of(FileResult.Rejected.of(failures.stream()
                        .map(failure -> new Problem(ErrorCode.FILE_REFUSED, "", failure))
                        .toList()));
            }
            return computation.isCurrent() ? Optional.of(computation.carryOut()) : Optional.empty();
        }
    }

    /**
     * Undoes everything in the journals, the newest first. Returns what could not be undone, a line for each file.
     *
     * @param cancellation somebody who asks for the end of the run does not wait for a workspace that is gone
     */
    List<String> rollBack(Path journals, Cancellation cancellation) throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        return DiskRetry.until("undoing file changes", () -> {
            try {
                return rollBack(journals);
            } catch (IOException e) {
                boolean givesUp = cancellation.reason().equals(Optional.of(Cancellation.Reason.REQUESTED));
                if (givesUp && tries.incrementAndGet() >= TRIES_IF_CANCELLED) {
                    return List.of("the file changes could not be undone (" + e + "); what the files were before is in "
                            + journals);
                }
                throw e;
            }
        });
    }

    private List<String> rollBack(Path journals) throws IOException {
        List<String> failures = new ArrayList<>();
        List<Path> newestFirst = newestFirst(journals);
        if (newestFirst.isEmpty()) {
            return failures;
        }
        try (WorkspaceLock.Held held = lock.take(Deadline.none())) {
            for (Path journal : newestFirst) {
                failures.addAll(files.recover(workspace, journal).failures());
            }
        }
        return failures;
    }

    /** Makes everything in the journals last. */
    void commit(Path journals) throws InterruptedException {
        DiskRetry.untilDone("making file changes last", () -> {
            for (Path journal : newestFirst(journals)) {
                files.commit(journal);
            }
        });
    }

    private static List<Path> newestFirst(Path journals) throws IOException {
        if (!Files.isDirectory(journals)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(journals)) {
            return found.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
