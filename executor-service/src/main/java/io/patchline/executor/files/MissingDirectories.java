package io.patchline.executor.files;

import io.patchline.executor.directory.Directory;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** Which directories must be made before a file can be. */
final class MissingDirectories {
    private MissingDirectories() {}

    /** The directories above the file that do not exist, each after the one that it is in. */
    static List<FilePath> above(FilePath file, Workspace workspace) throws IOException {
        List<FilePath> missing = new ArrayList<>();
        List<String> names = file.segments();
        for (int length = 1; length < names.size(); length++) {
            FilePath directory = new FilePath(String.join("/", names.subList(0, length)));
            if (!missing.isEmpty() || !exists(directory, workspace)) {
                missing.add(directory);
            }
        }
        return missing;
    }

    private static boolean exists(FilePath directory, Workspace workspace) throws IOException {
        try (Directory above = workspace.parentOf(directory)) {
            return above.attributes(Workspace.name(directory))
                    .filter(attributes -> attributes.isDirectory())
                    .isPresent();
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
