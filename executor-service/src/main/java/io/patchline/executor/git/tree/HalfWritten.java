package io.patchline.executor.git.tree;

import io.patchline.executor.directory.DirectoryTrees;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a git that was killed, or that wrote more than it may, leaves among the objects. Git itself throws it away only when it tidies, and each fetch that fails leaves as much as a fetch may have.
 */
final class HalfWritten {
    private static final Logger LOG = LoggerFactory.getLogger(HalfWritten.class);
    private static final String NAMES = "tmp_*";

    private HalfWritten() {}

    /** Packs, and what was to become several objects at once. For whoever has the place, and no git running in it. */
    static void removePacks(Path gitDirectory) {
        tidied(gitDirectory, HalfWritten::ofPacks);
    }

    private static void ofPacks(Path gitDirectory) throws IOException {
        Path objects = gitDirectory.resolve("objects");
        remove(objects);
        remove(objects.resolve("pack"));
    }

    /** Single objects too: this looks into some hundred directories. */
    static void removeAll(Path gitDirectory) {
        removePacks(gitDirectory);
        tidied(gitDirectory, HalfWritten::ofSingleObjects);
    }

    private static void ofSingleObjects(Path gitDirectory) throws IOException {
        try (DirectoryStream<Path> directories =
                Files.newDirectoryStream(gitDirectory.resolve("objects"), "[0-9a-f][0-9a-f]")) {
            for (Path directory : directories) {
                remove(directory);
            }
        } catch (NoSuchFileException e) {
            // There is no git directory yet.
        }
    }

    private interface Tidying {
        void in(Path gitDirectory) throws IOException;
    }

    /** What cannot be tidied is used all the same: git tells what is broken, and the place is made anew. */
    private static void tidied(Path gitDirectory, Tidying tidying) {
        try {
            tidying.in(gitDirectory);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("directory", gitDirectory)
                    .log("What was half written in a git directory cannot be removed");
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
