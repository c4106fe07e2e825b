package io.patchline.executor.files;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.directory.Directory;
import io.patchline.executor.directory.FileState;
import io.patchline.executor.directory.FoundFile;
import io.patchline.executor.directory.Ownership;
import io.patchline.executor.directory.Permissions;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Optional;

/** The workspace, opened once. Paths are walked name by name from its file descriptor. */
final class Workspace implements AutoCloseable {
    private final Directory root;
    private final OwnerRights rights;

    private Workspace(Directory root, OwnerRights rights) {
        this.root = root;
        this.rights = rights;
    }

    /** @param path is trusted: the workspace's owner chose it */
    static Workspace open(Path path) throws IOException {
        return new Workspace(Directory.open(path), OwnerRights.in(path));
    }

    /** What a patch may do in it. */
    OwnerRights rights() {
        return rights;
    }

    Directory root() {
        return root;
    }

    /**
     * Opens the directory in which the file is or shall be.
     *
     * @throws NoSuchFileException if it does not exist
     * @throws NotDirectoryException if a link, a file or anything else is in the way
     */
    Directory parentOf(FilePath file) throws IOException {
        return walk(file.segments().subList(0, file.segments().size() - 1));
    }

    /** Opens a directory by its names from the root down. */
    Directory walk(List<String> names) throws IOException {
        Directory directory = root.again();
        for (String name : names) {
            try (Directory above = directory) {
                directory = above.child(name);
            }
            passable(directory, name);
        }
        return directory;
    }

    private void passable(Directory directory, String name) throws IOException {
        try {
            rights.toSearch(directory.attributes(), name);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /** Files that have the name of this one, as far as a bounded search finds them. */
    List<FilePath> namesakes(FilePath file) {
        return new NamesakeSearch(this, file).find();
    }

    static String name(FilePath file) {
        return file.segments().getLast();
    }

    /**
     * The file; absent if there is none.
     *
     * @throws EditRefusedException if a link or anything but a directory is on the way, it is no regular file, or is too large
     */
    Optional<FileState> read(FilePath file, long maxBytes) throws EditRefusedException {
        try (Directory parent = parentOf(file);
                FoundFile found = parent.find(name(file))) {
            PosixFileAttributes attributes = found.attributes();
            if (!attributes.isRegularFile()) {
                throw new EditRefusedException(
                        ErrorCode.PATH_REFUSED,
                        file + " is " + kind(attributes)
                                + ". Only regular files are changed, and links are not followed.");
            }
            if (attributes.size() > maxBytes) {
                throw new EditRefusedException(
                        ErrorCode.FILE_REFUSED,
                        file + " has " + attributes.size() + " bytes; files of more than " + maxBytes
                                + " are not changed.");
            }
            rights.toRead(file, attributes);
            return Optional.of(new FileState(
                    found.read(maxBytes),
                    Permissions.mode(attributes.permissions()),
                    Optional.of(Ownership.of(attributes))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw refusal(file, e);
        }
    }

    private static String kind(PosixFileAttributes attributes) {
        return attributes.isSymbolicLink() ? "a link" : attributes.isDirectory() ? "a directory" : "a special file";
    }

    /** What the file system says, for whoever sent the patch. */
    static EditRefusedException refusal(FilePath file, IOException cause) {
        if (cause instanceof NotDirectoryException) {
            return new EditRefusedException(
                    ErrorCode.PATH_REFUSED,
                    "The way to " + file + " leads over \"" + cause.getMessage()
                            + "\", which is a link or no directory. Links are not followed.");
        }
        return new EditRefusedException(
                ErrorCode.FILE_REFUSED, "The file system refuses " + file + ": " + reason(cause) + ".");
    }

    /** Without the path, which is one of a descriptor and says nothing to anybody. */
    static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "no such file or directory";
            case DirectoryNotEmptyException full -> "there is a directory with something in it";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            default -> String.valueOf(cause.getMessage());
        };
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
