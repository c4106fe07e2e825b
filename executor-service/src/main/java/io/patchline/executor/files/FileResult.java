package io.patchline.executor.files;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.Problem;
import java.util.List;
import java.util.Optional;

/** What came of file actions. */
public sealed interface FileResult {

    /**
     * Everything is written and on disk. Until {@link FileActions#commit} it can be undone by {@link FileActions#recover}.
     *
     * @param files what is different now, in the order of the paths
     * @param diff the changes as a unified diff, up to a limit; absent where nothing changed
     * @param notes how a text was found that does not stand there as it is written
     */
    record Applied(List<FileChange> files, Optional<String> diff, List<String> notes) implements FileResult {
        public Applied {
            files = List.copyOf(files);
            notes = List.copyOf(notes);
        }
    }

    /** A dry run: this would be different, and was found so. */
    record WouldApply(List<FileChange> files, Optional<String> diff, List<String> notes) implements FileResult {
        public WouldApply {
            files = List.copyOf(files);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Nothing is different from before; if that could not be achieved, the last problems say which files are not as they were.
     *
     * @param summary one line
     * @param problems everything that is wrong: at least one, each with a pointer to its action
     */
    record Rejected(ErrorCode code, String summary, List<Problem> problems) implements FileResult {
        public Rejected {
            problems = List.copyOf(problems);
        }

        /** The first line, and the second where the first announces it. */
        private static String summary(String detail) {
            List<String> lines = detail.lines().limit(2).toList();
            boolean announces = lines.size() > 1 && lines.getFirst().endsWith(":");
            return announces ? lines.getFirst() + " " + lines.get(1) : lines.isEmpty() ? "" : lines.getFirst();
        }

        /** With the first problem's code, and the beginning of what it says. */
        public static Rejected of(List<Problem> problems) {
            Problem first = problems.getFirst();
            String line = summary(first.detail());
            String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
            return new Rejected(first.code(), line + more, problems);
        }
    }
}
