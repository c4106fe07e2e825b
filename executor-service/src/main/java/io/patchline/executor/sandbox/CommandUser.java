package io.patchline.executor.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.patchline.executor.process.RunFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The user that a command runs as. An executor that is not root has no choice but itself. One that is root never runs a command as root,
 * but as the owner of the workspace, so that what the command creates belongs to whoever the workspace belongs to.
 *
 * @param uid the number of the user
 * @param gid the number of its group
 */
public record CommandUser(int uid, int gid) {
    /** Who owns a workspace that was root's: a number that no distribution gives away (systemd's UIDS-GIDS leaves 60706–61183 free). */
    public static final CommandUser UNPRIVILEGED = new CommandUser(61000, 61000);

    private static final int ROOT = 0;

    /** A process of Java's never changes its user. */
    private static final CommandUser SELF = ofThisProcess();

    /** Whom this process runs as. */
    public static CommandUser self() {
        return SELF;
    }

    /**
     * Whom commands in this workspace run as.
     *
     * @throws IOException if that would be root, with a message that says what to do
     */
    static CommandUser forWorkspace(Path workspace) throws IOException {
        CommandUser self = self();
        if (!self.isRoot()) {
            return self;
        }
        CommandUser owner = ownerOf(workspace);
        if (owner.isRoot()) {
            throw new IOException("the workspace " + workspace + " belongs to root, and commands never run as root: "
                    + "give it to a user (chown -R " + UNPRIVILEGED.uid() + ":" + UNPRIVILEGED.gid() + " " + workspace
                    + "), or start the executor as the user that it shall belong to");
        }
        return owner;
    }

    /** Whom to name in the sandbox: as {@link #forWorkspace}, but where that would be root, {@link #UNPRIVILEGED}. */
    public static CommandUser nameFor(Path workspace) throws IOException {
        CommandUser self = self();
        CommandUser user = self.isRoot() ? ownerOf(workspace) : self;
        return user.isRoot() ? UNPRIVILEGED : user;
    }

    /**
     * Gives a new workspace, which is still empty, to {@link #UNPRIVILEGED} if this process is root and root owns it. Does nothing to
     * one that has something in it: whom that belongs to is for a person to decide.
     */
    public static void adopt(Path workspace) throws IOException {
        if (!self().isRoot() || !ownerOf(workspace).isRoot()) {
            return;
        }
        try (Stream<Path> entries = Files.list(workspace)) {
            if (entries.findAny().isEmpty()) {
                UNPRIVILEGED.own(workspace);
            }
        }
    }

    /** Gives a file or directory, but not what is in it, to this user; a link itself, and not what it leads to. Only root can. */
    public void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", uid, NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", gid, NOFOLLOW_LINKS);
    }

    /** Gives a tree with all that is in it to this user, links themselves and not what they lead to. Does nothing if this process is not root: then all is its own already. */
    public void ownAll(Path tree) throws IOException {
        if (!self().isRoot()) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if ((int) Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS) != uid) {
                    own(path);
                }
            }
        }
    }

    /** Lets this user read what a command is started from. */
    void receive(RunFiles files) throws IOException {
        if (!equals(self())) {
            files.giveTo(uid, gid);
        }
    }

    boolean isRoot() {
        return uid == ROOT;
    }

    private static CommandUser ofThisProcess() {
        try {
            return ownerOf(Path.of("/proc/self"));
        } catch (IOException e) {
            throw new UncheckedIOException("whom this process runs as is not to be known without /proc", e);
        }
    }

    private static CommandUser ownerOf(Path path) throws IOException {
        return new CommandUser((int) Files.getAttribute(path, "unix:uid"), (int) Files.getAttribute(path, "unix:gid"));
    }
}
