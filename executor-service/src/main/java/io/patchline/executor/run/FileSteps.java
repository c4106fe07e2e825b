package io.patchline.executor.run;

import io.patchline.executor.files.FileActions;
import io.patchline.executor.files.FileRequest;
import io.patchline.executor.files.FileResult;
import io.patchline.patch.Patch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file actions of runs. What an attempt changed is in its run's journals until the run is over, so that it can be undone: by the same
 * process when a later step fails, or by the next one when this process dies.
 */
final class FileSteps {
    private final FileActions files;
    private final Path workspace;
    private final WorkspaceLock lock;

    FileSteps(FileActions files, Path workspace, WorkspaceLock lock) {
        this.files = files;
        this.workspace = workspace;
        this.lock = lock;
    }

    /**
     * @param journals the run's directory for journals
     */
    FileResult apply(ActionGroup.FileChanges group, Patch patch, Path journals) throws InterruptedException {
        Path journal = journals.resolve("%06d".formatted(group.firstIndex()));
        FileRequest request = new FileRequest(
                workspace,
                group.actions(),
                action -> patch.pointer(group.firstIndex() + action),
                patch.options().dryRun(),
                journal);
        return Patience.until("file changes", () -> {
            Files.createDirectories(journals);
            try (WorkspaceLock.Held held = lock.take()) {
                // There is something to undo only where the disk refused the step before this one.
                List<String> failures = files.recover(workspace, journal).failures();
                if (!failures.isEmpty()) {
                    throw new IOException(String.join("; ", failures));
                }
                return files.apply(request);
            }
        });
    }

    /** Undoes everything in the journals, the newest first. Returns what could not be undone, a line for each file. */
    List<String> rollBack(Path journals) throws InterruptedException {
        return Patience.until("undoing file changes", () -> {
            List<String> failures = new ArrayList<>();
            try (WorkspaceLock.Held held = lock.take()) {
                for (Path journal : newestFirst(journals)) {
                    failures.addAll(files.recover(workspace, journal).failures());
                }
            }
            return failures;
        });
    }

    /** Makes everything in the journals last. */
    void commit(Path journals) throws InterruptedException {
        Patience.untilDone("making file changes last", () -> {
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
