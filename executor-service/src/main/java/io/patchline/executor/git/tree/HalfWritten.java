package io.patchline.executor.git.tree;

import io.patchline.executor.directory.DirectoryTrees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * What a git that was killed, or that wrote more than it may, leaves among the objects. Git itself throws it away only when it tidies, and each fetch that fails leaves as much as a fetch may have.
 */
final class HalfWritten {
    private static final String NAMES = "tmp_*";

    private HalfWritten() {}

    /** Packs, and what was to become several objects at once. For whoever has the place, and no git running in it. */
    static void removePacks(Path gitDirectory) throws IOException {
        Path objects = gitDirectory.resolve("objects");
        remove(objects);
        remove(objects.resolve("pack"));
    }

    /** Single objects too: this looks into some hundred directories. */
    static void removeAll(Path gitDirectory) throws IOException {
        removePacks(gitDirectory);
        try (DirectoryStream<Path> directories =
                Files.newDirectoryStream(gitDirectory.resolve("objects"), "[0-9a-f][0-9a-f]")) {
            for (Path directory : directories) {
                remove(directory);
            }
        } catch (NoSuchFileException e) {
            // There is no git directory yet.
        }
    }

    private static void remove(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, NAMES)) {
            for (Path file : files) {
                DirectoryTrees.remove(file);
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // There is no git directory yet, or one that is broken, which git tells.
        }
    }
}
