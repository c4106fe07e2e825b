package io.patchline.executor.files;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.directory.Directory;
import io.patchline.executor.directory.FileState;
import io.patchline.executor.directory.Ownership;
import io.patchline.executor.directory.Permissions;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/**
 * What the workspace's owner may do in it. An executor that is root could do anything, and must not for a patch: its commands run as the owner, and what they may not read or
 * change, file actions may not either. For any other executor the kernel sees to that, and everything is allowed here.
 */
final class OwnerRights {
    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final int SEARCH = 1;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;
    private static final Path SELF = Path.of("/proc/self");

    private final FileState.Owner owner;
    private final boolean asked;

    private OwnerRights(FileState.Owner owner, boolean asked) {
        this.owner = owner;
        this.asked = asked;
    }

    static OwnerRights in(Path workspace) throws IOException {
        boolean root = Files.getAttribute(SELF, "unix:uid").equals(ROOT);
        boolean givenAway = !Files.getAttribute(workspace, "unix:uid").equals(ROOT);
        return new OwnerRights(
                Ownership.of(Files.readAttributes(workspace, PosixFileAttributes.class)), root && givenAway);
    }

    void toRead(FilePath path, PosixFileAttributes file) throws EditRefusedException {
        if (!may(READ, file)) {
            throw refused("read", path.toString());
        }
    }

    void toSearch(PosixFileAttributes directory, String name) throws AccessRefused {
        if (!may(SEARCH, directory)) {
            throw new AccessRefused(name);
        }
    }

    /**
     * Whom a file belongs to that takes this one's place: still the same if the owner could write to it, else the owner, who may replace a file by the rights to its directory only, as
     * {@code sed -i} does. Empty stands for whom a new file belongs to.
     */
    Optional<FileState.Owner> ofReplaced(FileState file) {
        return file.owner().filter(of -> may(WRITE, of, file.mode()));
    }

    /** To make, replace or delete a file in this directory. */
    void toChangeNames(Directory directory, FileEffect effect) throws IOException, EditRefusedException {
        if (!asked) {
            return;
        }
        PosixFileAttributes attributes = directory.attributes();
        boolean others = effect.before()
                .flatMap(FileState::owner)
                .filter(of -> !of.user().equals(owner.user()))
                .isPresent();
        boolean sticky = (directory.mode() & STICKY) != 0
                && !attributes.owner().getName().equals(owner.user());
        if (!may(WRITE | SEARCH, attributes) || (sticky && others)) {
            throw refused("make, replace or delete files beside", effect.path().toString());
        }
    }

    /** Whom a new file in this directory belongs to: whom the directory does, unless the owner could not give it to them. */
    FileState.Owner ofNewFile(PosixFileAttributes directory) {
        FileState.Owner above = Ownership.of(directory);
        return asked && !above.user().equals(owner.user()) ? owner : above;
    }

    private boolean may(int what, PosixFileAttributes attributes) {
        return !asked || may(what, Ownership.of(attributes), Permissions.mode(attributes.permissions()));
    }

    /** As the kernel decides: by the bits of the first class that fits. */
    private boolean may(int what, FileState.Owner of, FileMode mode) {
        int shift = of.user().equals(owner.user()) ? 6 : of.group().equals(owner.group()) ? 3 : 0;
        return !asked || ((mode.bits() >> shift) & what) == what;
    }

    private EditRefusedException refused(String what, String path) {
        return new EditRefusedException(
                ErrorCode.FILE_REFUSED,
                "The workspace's owner (" + owner.user() + ") may not " + what + " " + path
                        + ", and a patch may not more than they. Change the file's owner or mode.");
    }

    /** A directory on the way that the owner may not pass. */
    static final class AccessRefused extends IOException {
        private static final long serialVersionUID = 1;

        AccessRefused(String name) {
            super("the workspace's owner may not pass the directory " + name);
        }
    }
}
