package io.patchline.executor.files;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Namesakes;
import io.patchline.executor.directory.Directory;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for files of the same name in the workspace, breadth first, from open directory to open directory and over no link. It looks at
 * {@value #MOST_ENTRIES} names at most: it serves a message, and must not keep a patch waiting.
 */
final class NamesakeSearch {
    private static final int MOST_ENTRIES = 5_000;
    private static final int MOST_FOUND = 10;
    private static final int DEEPEST = 12;
    private static final Set<String> LEFT_OUT = Set.of(".git", "node_modules", ".venv", "__pycache__");

    private final Workspace workspace;
    private final FilePath wanted;
    private final List<FilePath> found = new ArrayList<>();
    private int entries;

    NamesakeSearch(Workspace workspace, FilePath wanted) {
        this.workspace = workspace;
        this.wanted = wanted;
    }

    List<FilePath> find() {
        Deque<List<String>> directories = new ArrayDeque<>(List.of(List.of()));
        while (!directories.isEmpty() && entries < MOST_ENTRIES && found.size() < MOST_FOUND) {
            List<String> path = directories.removeFirst();
            try (Directory directory = workspace.walk(path)) {
                workspace.rights().toRead(wanted, directory.attributes());
                look(directory, path, directories);
            } catch (IOException | EditRefusedException e) {
                // It is gone meanwhile, or not ours to list: a message does without it.
            }
        }
        return List.copyOf(found);
    }

    private void look(Directory directory, List<String> path, Deque<List<String>> directories) throws IOException {
        for (String name : directory.names(MOST_ENTRIES - entries)) {
            entries++;
            Optional<PosixFileAttributes> attributes = directory.attributes(name);
            List<String> below = new ArrayList<>(path);
            below.add(name);
            boolean isDirectory =
                    attributes.filter(PosixFileAttributes::isDirectory).isPresent();
            if (isDirectory && path.size() < DEEPEST && !LEFT_OUT.contains(name)) {
                directories.add(below);
            } else if (attributes.filter(PosixFileAttributes::isRegularFile).isPresent()
                    && Namesakes.areAlike(wanted, name)) {
                path(below).ifPresent(found::add);
            }
        }
    }

    /** Empty where commands have given a directory above it a name that no patch can write. */
    private static Optional<FilePath> path(List<String> names) {
        try {
            return Optional.of(new FilePath(String.join("/", names)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
