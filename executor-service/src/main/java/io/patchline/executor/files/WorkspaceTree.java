package io.patchline.executor.files;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.FileTree;
import io.patchline.executor.diff.Namesakes;
import io.patchline.executor.diff.TextFile;
import io.patchline.executor.diff.WorkLimit;
import io.patchline.executor.directory.Contents;
import io.patchline.executor.directory.FileState;
import io.patchline.executor.process.Deadline;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import io.patchline.patch.WorkspaceRoots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The workspace's files with all changes so far, which are in memory only. */
final class WorkspaceTree implements FileTree {
    /** Each lists directories, and a patch may name many files that do not exist. */
    private static final int MOST_NAMESAKE_SEARCHES = 5;

    private static final Pattern GLOB = Pattern.compile("[*?]");

    private final Workspace workspace;
    private final FileLimits limits;
    private final WorkspaceRoots knownAs;
    private final Map<FilePath, Optional<FileState>> before = new HashMap<>();
    private final TreeMap<String, Optional<FileState>> now = new TreeMap<>();
    private final Deadline deadline;
    private final WorkLimit work;
    private long totalBytes;
    private int namesakeSearches;

    WorkspaceTree(Workspace workspace, FileLimits limits, WorkspaceRoots knownAs, Deadline deadline) {
        this.workspace = workspace;
        this.limits = limits;
        this.knownAs = knownAs;
        this.deadline = deadline;
        this.work = new StepWork(limits.maxSteps(), deadline);
    }

    @Override
    public long maxFileBytes() {
        return limits.maxFileBytes();
    }

    @Override
    public WorkLimit work() {
        return work;
    }

    /** Whether the files that were read are on the disk as they were then, byte for byte. */
    boolean isCurrent() {
        return before.entrySet().stream().allMatch(file -> isAs(file.getKey(), file.getValue()));
    }

    private boolean isAs(FilePath path, Optional<FileState> then) {
        deadline.check();
        try {
            return workspace.read(path, limits.maxFileBytes()).equals(then);
        } catch (EditRefusedException refusal) {
            return false;
        }
    }

    @Override
    public WorkspaceRoots knownAs() {
        return knownAs;
    }

    @Override
    public String namesakes(FilePath path) {
        return ++namesakeSearches > MOST_NAMESAKE_SEARCHES ? "" : Namesakes.sentence(path, workspace.namesakes(path));
    }

    @Override
    public boolean exists(FilePath path) throws EditRefusedException {
        return state(path).isPresent();
    }

    /**
     * @throws EditRefusedException if there is no such file
     */
    FileState existing(FilePath path) throws EditRefusedException {
        return state(path)
                .orElseThrow(() -> new EditRefusedException(
                        ErrorCode.FILE_NOT_FOUND,
                        path + " does not exist." + namesakes(path)
                                + (GLOB.matcher(path.value()).find()
                                        ? " A path is no pattern: name each file."
                                        : " Name a file that does, or create it.")));
    }

    @Override
    public TextFile read(FilePath path) throws EditRefusedException {
        FileState file = existing(path);
        String text = file.contents()
                .text()
                .orElseThrow(() -> new EditRefusedException(
                        ErrorCode.FILE_REFUSED, path + " is not UTF-8 text and cannot be edited as such."));
        return new TextFile(text, file.mode());
    }

    @Override
    public void write(FilePath path, TextFile file) throws EditRefusedException {
        write(path, Contents.of(file.text()), file.mode());
    }

    void write(FilePath path, Contents contents, FileMode mode) throws EditRefusedException {
        Optional<FileState> existing = state(path);
        // '0' follows '/': the keys in between are those below the path.
        if (now.subMap(path + "/", path + "0").values().stream().anyMatch(Optional::isPresent)) {
            throw new EditRefusedException(
                    ErrorCode.PATH_REFUSED, path + " cannot be a file: the patch also makes files below it.");
        }
        if (contents.size() > limits.maxFileBytes()) {
            throw new EditRefusedException(
                    ErrorCode.FILE_REFUSED, path + " would become larger than " + limits.maxFileBytes() + " bytes.");
        }
        count(contents.size());
        now.put(
                path.value(),
                Optional.of(new FileState(contents, mode, existing.flatMap(workspace.rights()::ofReplaced))));
    }

    @Override
    public void delete(FilePath path) throws EditRefusedException {
        existing(path);
        now.put(path.value(), Optional.empty());
    }

    /** Every file that is different, in the order of the paths. */
    List<FileEffect> effects() {
        return now.entrySet().stream()
                .map(entry -> effect(new FilePath(entry.getKey()), entry.getValue()))
                .filter(FileEffect::changesSomething)
                .toList();
    }

    private FileEffect effect(FilePath path, Optional<FileState> after) {
        return new FileEffect(path, before.getOrDefault(path, Optional.empty()), after);
    }

    private Optional<FileState> state(FilePath path) throws EditRefusedException {
        Optional<FileState> changed = now.get(path.value());
        if (changed != null) {
            return changed;
        }
        Optional<FileState> known = before.get(path);
        return known != null ? known : load(path);
    }

    private Optional<FileState> load(FilePath path) throws EditRefusedException {
        for (int slash = path.value().indexOf('/');
                slash >= 0;
                slash = path.value().indexOf('/', slash + 1)) {
            Optional<FileState> above = now.get(path.value().substring(0, slash));
            if (above != null && above.isPresent()) {
                throw new EditRefusedException(
                        ErrorCode.PATH_REFUSED,
                        path + " cannot exist: the patch makes " + path.value().substring(0, slash) + " a file.");
            }
            if (above != null) {
                before.put(path, Optional.empty());
                return Optional.empty();
            }
        }
        deadline.check();
        Optional<FileState> file = workspace.read(path, limits.maxFileBytes());
        count(file.map(state -> state.contents().size()).orElse(0));
        before.put(path, file);
        return file;
    }

    private void count(long bytes) throws EditRefusedException {
        totalBytes += bytes;
        if (totalBytes > limits.maxTotalBytes()) {
            throw new EditRefusedException(
                    ErrorCode.FILE_REFUSED,
                    "The patch reads and writes files of more than " + limits.maxTotalBytes()
                            + " bytes together. Split it.");
        }
    }
}
