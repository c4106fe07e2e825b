package io.patchline.executor.files;

import io.patchline.executor.process.Deadline;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.util.List;

/** Writes computed effects to the workspace: deletions first, so that a file can make room for a directory, then directories, then files. */
final class FileWriting {
    private final WorkspaceWriter writer;
    private final JournalPlan plan;
    private final Deadline deadline;
    private FilePath current;

    FileWriting(WorkspaceWriter writer, JournalPlan plan, Deadline deadline) {
        this.writer = writer;
        this.deadline = deadline;
        this.plan = plan;
        this.current = plan.entries().getFirst().path();
    }

    void write(List<FileEffect> effects) throws IOException {
        for (FileEffect effect : effects) {
            if (effect.after().isEmpty()) {
                deadline.check();
                current = effect.path();
                writer.delete(current);
            }
        }
        for (int i = 0; i < plan.directories().size(); i++) {
            current = plan.directories().get(i);
            writer.makeDirectory(current, plan.temporary("dir", i));
        }
        for (int i = 0; i < effects.size(); i++) {
            FileEffect effect = effects.get(i);
            if (effect.after().isPresent()) {
                deadline.check();
                current = effect.path();
                writer.put(current, effect.after().get(), plan.temporary("new", i));
            }
        }
    }

    /** What was being written last: what an error is about. */
    FilePath current() {
        return current;
    }
}
