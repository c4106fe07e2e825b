package io.patchline.executor.directory;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** Whom files belong to. */
public final class Ownership {
    private Ownership() {}

    public static FileState.Owner of(PosixFileAttributes attributes) {
        return new FileState.Owner(
                attributes.owner().getName(), attributes.group().getName());
    }

    /** Gives the open file to somebody. Only root may give files away: for anyone else they stay their own, as with any editor. */
    static void give(Path open, FileState.Owner owner) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(open, PosixFileAttributeView.class);
        FileState.Owner now = of(view.readAttributes());
        UserPrincipalLookupService users = open.getFileSystem().getUserPrincipalLookupService();
        try {
            if (!now.user().equals(owner.user())) {
                view.setOwner(users.lookupPrincipalByName(owner.user()));
            }
            if (!now.group().equals(owner.group())) {
                view.setGroup(users.lookupPrincipalByGroupName(owner.group()));
            }
        } catch (FileSystemException | UserPrincipalNotFoundException e) {
            // See above.
        }
    }
}
